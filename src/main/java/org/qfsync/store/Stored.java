package org.qfsync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a stored row: enough to tell whether a listed one differs. */
@SuppressWarnings("ArrayRecordComponent") // never compared or printed; a copy per row would cost for nothing
record Stored(byte[] contentHash, boolean live) {

    /** The key in the current result row (keys, content_hash, deleted_at). */
    static List<@Nullable Object> key(TableSpec table, ResultSet row) throws SQLException {
        List<@Nullable Object> key = new ArrayList<>(table.keys().size());
        for (int i = 0; i < table.keys().size(); i++) {
            key.add(table.keys().get(i).type().read(row, i + 1));
        }
        return key;
    }

    /** The state in it. */
    static Stored state(TableSpec table, ResultSet row) throws SQLException {
        int next = table.keys().size() + 1;
        return new Stored(row.getBytes(next), row.getObject(next + 1) == null);
    }
}
