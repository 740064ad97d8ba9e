package org.qfsync.content;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.qfsync.store.ChangeCounts;
import org.qfsync.store.RowWriter;
import org.qfsync.store.Scope;
import org.qfsync.store.TableSpec;

/**
 * Changes of single rows, collected and stored together, in their order, in one short transaction. Applying the same
 * ones again changes nothing. Used by one thread.
 */
final class RowChanges {
    private final ContentStorage storage;
    private final ContentResources resources;
    private final SnapshotStore snapshots;
    private final SyncRun run;
    private final List<RowChange> pending = new ArrayList<>();

    RowChanges(ContentStorage storage, ContentResources resources, SnapshotStore snapshots, SyncRun run) {
        this.storage = storage;
        this.resources = resources;
        this.snapshots = snapshots;
        this.run = run;
    }

    /** One that is understood: the rows to be stored, or none if it is to be removed. */
    private record RowChange(
            Mutation mutation, RecordRows records, List<RecordRows.Placed> rows, boolean withFootNotes) {}

    /** What was done, and the resources in which a row could not be found by its key. */
    record Applied(ChangeCounts counts, Set<ContentResource> doubtful) {}

    /**
     * Understands it; nothing is stored yet.
     *
     * @return false if it cannot be told which row it means, so that the whole resource must be fetched
     * @throws org.qfsync.domain.PermanentException if its data is not a record
     */
    boolean add(Mutation mutation) {
        RecordRows records = new RecordRows(mutation.resource(), run.unknown());
        var data = mutation.data();
        String type = mutation.recordType() == null ? "" : mutation.recordType();
        String key = mutation.recordKey() == null ? "" : mutation.recordKey();
        if (mutation.type().action() == MutationType.Action.REMOVE_ROW || data == null) {
            pending.add(new RowChange(mutation, records, List.of(), true));
            return true;
        }
        // A record's own key and the feed's name for it must be one, or else there would be two rows of it.
        boolean sameKey = !data.has("id") || records.naturalKey(data, type).equals(key);
        if (!sameKey) {
            return false;
        }
        String stored = data.has("id")
                        || RecordKind.of(mutation.resource().group(), type).isEmpty()
                ? key
                : keyWithoutId(records, mutation, type, key);
        boolean withFootNotes = RecordKind.of(mutation.resource().group(), type)
                        .filter(RecordKind.TRANSLATION::equals)
                        .isPresent()
                && data.has(RecordRows.FOOT_NOTES);
        List<RecordRows.Placed> rows = new ArrayList<>();
        rows.add(records.ofChange(data, type, stored, mutation.resourceContentId()));
        if (withFootNotes) {
            rows.addAll(records.footNotes(data, stored));
        }
        pending.add(new RowChange(mutation, records, rows, withFootNotes));
        return true;
    }

    private static String keyWithoutId(RecordRows records, Mutation mutation, String type, String key) {
        return type.equals(RecordKind.ARTICLE.recordType()) && mutation.data() != null
                ? records.naturalKey(mutation.data(), type)
                : key;
    }

    /** Stores what was added since the last time. */
    Applied store() {
        if (pending.isEmpty()) {
            return new Applied(ChangeCounts.NONE, Set.of());
        }
        Applied applied = storage.inTransaction(writer -> {
            ChangeCounts counts = ChangeCounts.NONE;
            Set<ContentResource> doubtful = new LinkedHashSet<>();
            Set<ContentResource> touched = new LinkedHashSet<>();
            for (RowChange change : pending) {
                counts =
                        counts.plus(change.rows().isEmpty() ? remove(change, writer, doubtful) : store(change, writer));
                touched.add(change.mutation().resource());
            }
            for (ContentResource resource : touched) {
                resources.changed(resource, snapshots.recordsOf(new RecordRows(resource, run.unknown())), run.stamp());
            }
            return new Applied(counts, doubtful);
        });
        pending.clear();
        return applied;
    }

    private ChangeCounts store(RowChange change, RowWriter writer) {
        ChangeCounts counts = ChangeCounts.NONE;
        RecordRows.Placed record = change.rows().get(0);
        counts = counts.plus(writer.upsert(record.table(), List.of(record.row()), run.stamp()));
        if (change.withFootNotes()) {
            counts = counts.plus(footNotes(change, writer));
        }
        return counts;
    }

    private ChangeCounts footNotes(RowChange change, RowWriter writer) {
        TableSpec table = RecordKind.FOOT_NOTE.table();
        Scope scope = Scope.of("resource_id", change.mutation().resource().id())
                .and("record_key", String.valueOf(change.mutation().recordKey()));
        return writer.replace(
                table,
                scope,
                change.rows().stream().skip(1).map(RecordRows.Placed::row).toList(),
                run.stamp());
    }

    private ChangeCounts remove(RowChange change, RowWriter writer, Set<ContentResource> doubtful) {
        Mutation mutation = change.mutation();
        Map<TableSpec, Scope> tables =
                change.records().tables(String.valueOf(mutation.recordType()), String.valueOf(mutation.recordKey()));
        TableSpec first = tables.keySet().iterator().next();
        if (!resources.knows(first, tables.getOrDefault(first, Scope.all()))) {
            doubtful.add(mutation.resource());
        }
        return tables.entrySet().stream()
                .map(table -> writer.replace(table.getKey(), table.getValue(), List.of(), run.stamp()))
                .reduce(ChangeCounts.NONE, ChangeCounts::plus);
    }
}
