package org.qfsync.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a listing means for the stored rows of its scope.
 *
 * @param inserted new, or back after they had been removed
 * @param updated stored differently
 * @param unchanged stored as they are
 * @param gone keys of live rows that are not listed
 */
record Difference(
        TableSpec table,
        List<Row> inserted,
        List<Row> updated,
        List<Row> unchanged,
        List<List<@Nullable Object>> gone) {
    List<Row> toWrite() {
        List<Row> all = new ArrayList<>(inserted);
        all.addAll(updated);
        return all;
    }

    /** As they are once the rows are written, and none removed. */
    ChangeCounts counts() {
        return new ChangeCounts(inserted.size(), updated.size(), unchanged.size(), 0);
    }
}
