package org.qfsync.content;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final RowFinder finder;
    private final SyncRun run;
    private final List<RowChange> pending = new ArrayList<>();

    RowChanges(ContentStorage storage, ContentResources resources, SnapshotStore snapshots, SyncRun run) {
        this.storage = storage;
        this.resources = resources;
        this.snapshots = snapshots;
        this.finder = new RowFinder(resources);
        this.run = run;
    }

    /** One that is understood: the rows to be stored, or none if it is to be removed. */
    private record RowChange(
            Mutation mutation,
            RowFinder.Name name,
            RecordRows records,
            List<RecordRows.Placed> rows,
            boolean withFootNotes) {}

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
        Optional<RowFinder.Name> found = finder.find(mutation, records);
        if (found.isEmpty()) {
            return false;
        }
        RowFinder.Name name = found.get();
        var data = mutation.data();
        if (mutation.type().action() == MutationType.Action.REMOVE_ROW || data == null) {
            pending.add(new RowChange(mutation, name, records, List.of(), true));
            return true;
        }
        boolean withFootNotes = RecordKind.of(mutation.resource().group(), name.recordType())
                        .filter(RecordKind.TRANSLATION::equals)
                        .isPresent()
                && data.has(RecordRows.FOOT_NOTES);
        List<RecordRows.Placed> rows = new ArrayList<>();
        rows.add(records.ofChange(data, name.recordType(), name.recordKey(), mutation.resourceContentId()));
        if (withFootNotes) {
            rows.addAll(records.footNotes(data, name.recordKey()));
        }
        pending.add(new RowChange(mutation, name, records, rows, withFootNotes));
        return true;
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
                .and("record_key", change.name().recordKey());
        return writer.replace(
                table,
                scope,
                change.rows().stream().skip(1).map(RecordRows.Placed::row).toList(),
                run.stamp());
    }

    private ChangeCounts remove(RowChange change, RowWriter writer, Set<ContentResource> doubtful) {
        Mutation mutation = change.mutation();
        Map<TableSpec, Scope> tables = change.records()
                .tables(change.name().recordType(), change.name().recordKey());
        TableSpec first = tables.keySet().iterator().next();
        if (!resources.knows(first, tables.getOrDefault(first, Scope.all()))) {
            doubtful.add(mutation.resource());
        }
        return tables.entrySet().stream()
                .map(table -> writer.replace(table.getKey(), table.getValue(), List.of(), run.stamp()))
                .reduce(ChangeCounts.NONE, ChangeCounts::plus);
    }
}
