package org.qfsync.user;

import java.util.List;
import java.util.OptionalLong;
import org.qfsync.store.Row;
import org.qfsync.store.Scope;
import org.qfsync.store.TableSpec;

/**
 * All rows that the service has in one scope: what the database holds there besides is gone.
 *
 * @param standing how many rows stand as they are, because it is known that nothing changed in the scope since they
 *     were listed; empty if the scope was listed
 */
record Listing(TableSpec table, Scope scope, List<Row> rows, OptionalLong standing) {
    Listing(TableSpec table, Scope scope, List<Row> rows) {
        this(table, scope, rows, OptionalLong.empty());
    }

    /** A scope that need not be listed again. */
    static Listing standing(TableSpec table, Scope scope, long rows) {
        return new Listing(table, scope, List.of(), OptionalLong.of(rows));
    }
}
