package org.qfsync.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.qfsync.domain.Dataset;
import org.qfsync.store.ChangeEvents.Event;
import org.qfsync.store.LossStage.Absent;

/**
 * Writes the listings of users' rows: as {@link RowWriter} does, but every change leaves an event in the history, and
 * rows that a complete listing no longer holds stay live and are staged: {@link Losses} decides about them when the run
 * is sealed. Thread-safe for different users.
 */
public final class UserRowWriter {
    private final RowWriter rows;
    private final LossStage stage;
    private final ChangeEvents events;

    public UserRowWriter(Database database) {
        this.rows = new RowWriter(database);
        this.stage = new LossStage(database);
        this.events = new ChangeEvents(database);
    }

    /** Begins with a user; all of it, {@link OfUser#finish} included, belongs into one transaction of the caller. */
    public OfUser of(String sub, Stamp stamp) {
        return new OfUser(sub, stamp);
    }

    /** One user's listings, one after the other. Not thread-safe. */
    public final class OfUser {
        private final String sub;
        private final Stamp stamp;
        private final Map<String, Set<String>> staged;
        private final List<Event> history = new ArrayList<>();

        private OfUser(String sub, Stamp stamp) {
            this.sub = sub;
            this.stamp = stamp;
            this.staged = stage.of(sub);
        }

        /**
         * Stores the <em>complete</em> listing of a scope; rows of the scope that are not in it are staged as lost.
         *
         * @return without removed rows: how many those are, only the seal knows
         */
        public ChangeCounts replace(Dataset dataset, TableSpec table, Scope scope, List<Row> listed) {
            Difference difference = rows.compare(table, scope, listed);
            Set<String> known = staged.getOrDefault(table.table(), Set.of());
            List<Absent> absent = difference.gone().stream()
                    .map(key -> Absent.of(table, key))
                    .filter(row -> !known.contains(row.key()))
                    .toList();
            stage.stage(sub, dataset.id(), table.table(), absent, stamp);
            // Another listing may have it: then it only moved.
            absent.forEach(row -> staged.computeIfAbsent(table.table(), name -> new HashSet<>())
                    .add(row.key()));
            return write(difference);
        }

        /** Stores rows of a listing that may be incomplete: none is lost. */
        public ChangeCounts upsert(TableSpec table, List<Row> listed) {
            return write(rows.compare(table, listed));
        }

        private ChangeCounts write(Difference difference) {
            leaveStage(difference);
            rows.changes(difference).forEach(history::add);
            rows.write(difference, stamp);
            return difference.counts();
        }

        private void leaveStage(Difference difference) {
            TableSpec table = difference.table();
            Set<String> known = staged.getOrDefault(table.table(), Set.of());
            if (!known.isEmpty()) {
                Set<String> back = new HashSet<>();
                Stream.concat(difference.updated().stream(), difference.unchanged().stream())
                        .map(row -> RowKey.of(table, row.key()))
                        .filter(known::contains)
                        .forEach(back::add);
                stage.leave(sub, table.table(), back);
            }
        }

        /** Writes the history of all that was written. */
        public void finish() {
            events.add(sub, history, stamp);
            history.clear();
        }
    }
}
