package org.qfsync.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The complete listing of a scope, row by row, for what is too long to be held in memory: only key and hash of each
 * row are. Rows are written in batches as they come; {@link #finish} removes what was not among them and counts. To be
 * used in a transaction, or else a listing that breaks off leaves half of itself. Used by one thread.
 */
public final class StreamedReplacement {
    private static final int BATCH = 500;

    private final RowWriter writer;
    private final TableSpec table;
    private final Scope scope;
    private final Stamp stamp;
    private final Map<List<@Nullable Object>, Known> known = new HashMap<>();
    private final Map<List<@Nullable Object>, Row> batch = new LinkedHashMap<>();

    StreamedReplacement(RowWriter writer, TableSpec table, Scope scope, Stamp stamp) {
        this.writer = writer;
        this.table = table;
        this.scope = scope;
        this.stamp = stamp;
        writer.eachStored(table, scope, (key, stored) -> known.put(key, new Known(stored)));
    }

    /**
     * Adds a row; of rows with the same key the last one counts.
     *
     * @throws IllegalArgumentException if it is of another table or outside the scope
     */
    public void add(Row row) {
        RowWriter.requireWithin(table, scope, List.of(row));
        batch.put(row.key(), row);
        if (batch.size() >= BATCH) {
            flush();
        }
    }

    /** Ends the listing. */
    public ChangeCounts finish() {
        flush();
        List<List<@Nullable Object>> gone = known.entrySet().stream()
                .filter(entry -> entry.getValue().isGone())
                .map(Map.Entry::getKey)
                .toList();
        writer.tombstone(table, gone, stamp);
        return known.values().stream().map(Known::counts).reduce(ChangeCounts.NONE, ChangeCounts::plus);
    }

    private void flush() {
        List<Row> changed = new ArrayList<>();
        for (Row row : writer.completed(table, List.copyOf(batch.values()))) {
            Known before = known.computeIfAbsent(List.copyOf(row.key()), key -> new Known(null));
            if (before.list(row)) {
                changed.add(row);
            }
        }
        writer.write(table, changed, stamp);
        batch.clear();
    }

    /** What is known of one key: as it was before the listing, and as it was listed last. */
    private static final class Known {
        private final byte @Nullable [] liveBefore;
        private byte @Nullable [] listed;

        Known(@Nullable Stored stored) {
            this.liveBefore = stored != null && stored.live() ? stored.contentHash() : null;
        }

        /** True if the row differs from what the table holds now. */
        boolean list(Row row) {
            byte[] now = listed == null ? liveBefore : listed;
            if (now != null && row.hasHash(now)) {
                listed = now;
                return false;
            }
            listed = row.contentHash();
            return true;
        }

        boolean isGone() {
            return listed == null && liveBefore != null;
        }

        ChangeCounts counts() {
            if (listed == null) {
                return new ChangeCounts(0, 0, 0, liveBefore == null ? 0 : 1);
            }
            if (liveBefore == null) {
                return new ChangeCounts(1, 0, 0, 0);
            }
            boolean same = Arrays.equals(listed, liveBefore);
            return new ChangeCounts(0, same ? 0 : 1, same ? 1 : 0, 0);
        }
    }
}
