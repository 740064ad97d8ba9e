package org.qfsync.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * Refuses UPDATE and DELETE of an H2 table that only grows; the migrations name it, PostgreSQL has a function of its own
 * for it. Stateless. Whoever owns the database can drop the trigger: it guards against slips and faults, not against
 * its owner.
 */
public final class AppendOnlyTrigger implements Trigger {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private String table = "the table";

    @Override
    public void init(Connection connection, String schema, String trigger, String tableName, boolean before, int type) {
        table = schema + "." + tableName;
    }

    @Override
    public void fire(Connection connection, Object @Nullable [] oldRow, Object @Nullable [] newRow)
            throws SQLException {
        throw new SQLException(table + " is append-only: UPDATE and DELETE are refused", INSUFFICIENT_PRIVILEGE);
    }
}
