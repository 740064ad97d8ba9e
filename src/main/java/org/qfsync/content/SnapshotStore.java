package org.qfsync.content;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.qfsync.api.Snapshot;
import org.qfsync.domain.PermanentException;
import org.qfsync.store.ChangeCounts;
import org.qfsync.store.RowWriter;
import org.qfsync.store.StreamedReplacement;
import org.qfsync.store.TableSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fetches snapshots and puts each in place of all that is stored of its resource, in one transaction. It is fetched
 * completely before the transaction begins, so that no connection waits for the service. Thread-safe.
 */
final class SnapshotStore {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotStore.class);
    private static final int SCHEMA_VERSION = 1;
    private static final int NOT_FOUND = 404;
    /** The service's word for a resource without a snapshot; any other 404 may be about something else. */
    private static final String NO_SNAPSHOT = "snapshot_not_found";

    private final ContentStorage storage;
    private final ContentResources resources;

    SnapshotStore(ContentStorage storage, ContentResources resources) {
        this.storage = storage;
        this.resources = resources;
    }

    /** What the rows of a resource become of which the service has no snapshot. */
    enum WithoutSnapshot {
        /** They stay, and it is noted as unavailable. */
        KEEP,
        /** They are removed: a complete list of all that there is leaves it out as well. */
        REMOVE
    }

    /**
     * Brings a resource up to date.
     *
     * @param fetch to be called once
     * @throws org.qfsync.domain.SyncException if it could not be fetched, or is not to be trusted; the rows are kept
     */
    ChangeCounts replace(ContentResource resource, Supplier<Snapshot> fetch, WithoutSnapshot without, SyncRun run) {
        try (Snapshot snapshot = fetch.get()) {
            requireUsable(resource, snapshot.head());
            ChangeCounts counts = storage.inTransaction(rows -> replace(resource, snapshot, rows, run));
            LOG.info(
                    "{}: {} records; {} new, {} changed, {} removed",
                    resource,
                    snapshot.head().records(),
                    counts.inserted(),
                    counts.updated(),
                    counts.removed());
            return counts;
        } catch (PermanentException e) {
            if (!Integer.valueOf(NOT_FOUND).equals(e.httpStatus())) {
                throw e;
            }
            LOG.warn("{} is not available: {}", resource, e.getMessage());
            if (without == WithoutSnapshot.REMOVE && e.code().equals(NO_SNAPSHOT)) {
                return remove(resource, "neither in the service's list nor to be had", run);
            }
            storage.inTransaction(rows -> {
                resources.unavailable(resource, e.code(), run.stamp());
                return true;
            });
            return ChangeCounts.NONE;
        } catch (IOException e) {
            // Its rows are stored; the next run sweeps the file away.
            LOG.warn("The spooled snapshot of {} could not be deleted: {}", resource, e.toString());
            return ChangeCounts.NONE;
        }
    }

    private void requireUsable(ContentResource resource, Snapshot.Head head) {
        if (!head.group().equals(resource.group()) || head.resourceId() != resource.id()) {
            throw refused(resource, "another_snapshot", "is of " + head.group() + ":" + head.resourceId());
        }
        if (head.schemaVersion() != SCHEMA_VERSION) {
            throw refused(
                    resource, "unknown_schema_version", "has a form that we do not know: " + head.schemaVersion());
        }
    }

    private ChangeCounts replace(ContentResource resource, Snapshot snapshot, RowWriter writer, SyncRun run) {
        RecordRows records = new RecordRows(resource, run.unknown());
        Map<TableSpec, StreamedReplacement> tables = new LinkedHashMap<>();
        records.tables()
                .forEach((table, scope) -> tables.put(table, writer.replaceStreamed(table, scope, run.stamp())));
        FootNotesSeen footNotes = new FootNotesSeen();
        Snapshot.Head head = snapshot.head();
        snapshot.forEachRecord(record -> {
            footNotes.look(record);
            records.ofSnapshot(record, head.resourceContentId()).forEach(placed -> add(tables, placed));
        });
        if (!footNotes.seen) {
            // Not even empty lists: the snapshot says nothing about them.
            tables.remove(RecordKind.FOOT_NOTE.table());
        }
        ChangeCounts counts =
                tables.values().stream().map(StreamedReplacement::finish).reduce(ChangeCounts.NONE, ChangeCounts::plus);
        long stored = recordsOf(records);
        if (stored == 0 && counts.removed() > 0) {
            throw refused(resource, "empty_snapshot", "is empty, but " + counts.removed() + " rows are stored");
        }
        resources.fetched(resource, head.resourceContentId(), head.syncSequence(), stored, run.stamp());
        return counts;
    }

    private static void add(Map<TableSpec, StreamedReplacement> tables, RecordRows.Placed placed) {
        StreamedReplacement table = tables.get(placed.table());
        if (table == null) {
            throw new IllegalStateException(
                    "no place for rows of " + placed.table().table());
        }
        table.add(placed.row());
    }

    /** Live records, foot notes apart. */
    long recordsOf(RecordRows records) {
        return records.tables().entrySet().stream()
                .filter(table -> !table.getKey().equals(RecordKind.FOOT_NOTE.table()))
                .mapToLong(table -> resources.count(table.getKey(), table.getValue()))
                .sum();
    }

    /** Removes all rows of a resource that the service took back. */
    ChangeCounts remove(ContentResource resource, String why, SyncRun run) {
        return storage.inTransaction(writer -> {
            ChangeCounts counts = new RecordRows(resource, run.unknown())
                    .tables().entrySet().stream()
                            .map(table -> writer.replaceStreamed(table.getKey(), table.getValue(), run.stamp())
                                    .finish())
                            .reduce(ChangeCounts.NONE, ChangeCounts::plus);
            resources.withdrawn(resource, why, run.stamp());
            return counts;
        });
    }

    private static PermanentException refused(ContentResource resource, String code, String why) {
        return new PermanentException(
                "The snapshot of " + resource + " " + why,
                code,
                200,
                "The stored rows are kept; the next run fetches it again. If it stays so, update qfsync or report it to"
                        + " Quran Foundation.",
                null);
    }

    /** Whether any record speaks of foot notes. */
    private static final class FootNotesSeen {
        private boolean seen;

        void look(ObjectNode record) {
            seen |= record.has(RecordRows.FOOT_NOTES);
        }
    }
}
