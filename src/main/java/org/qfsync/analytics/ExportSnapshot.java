package org.qfsync.analytics;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qfsync.analytics.ExportManifest.ExportedColumn;
import org.qfsync.analytics.ExportManifest.Run;
import org.qfsync.store.Dialect;

/** The database as it was at one moment: all that is read through it belongs together. Not thread-safe. */
final class ExportSnapshot {
    private static final String SCHEMA = "analytics";
    private static final int FETCH = 1_000;

    private final Connection connection;
    private final Dialect dialect;
    private @Nullable Instant takenAt;

    private ExportSnapshot(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** Takes it on a connection that has read nothing yet. A view may take longer than a query: no time limit holds. */
    static ExportSnapshot of(Connection connection, Dialect dialect) throws SQLException {
        ExportSnapshot snapshot = new ExportSnapshot(connection, dialect);
        boolean h2 = dialect == Dialect.H2;
        if (!h2) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        }
        try (Statement statement = connection.createStatement()) {
            if (h2) {
                statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SNAPSHOT");
            }
            statement.execute(h2 ? "SET QUERY_TIMEOUT 0" : "SET LOCAL statement_timeout = 0");
            // The first thing that is read fixes the moment; H2 does not count what comes from no table.
            try (ResultSet now = statement.executeQuery("SELECT CURRENT_TIMESTAMP"
                    + (h2 ? " FROM ops.run RIGHT JOIN (VALUES (1)) v (x) ON run_id < 0" : ""))) {
                now.next();
                OffsetDateTime moment = now.getObject(1, OffsetDateTime.class);
                snapshot.takenAt = moment == null ? null : moment.toInstant();
            }
        }
        return snapshot;
    }

    /** By the database's clock. */
    Optional<Instant> takenAt() {
        return Optional.ofNullable(takenAt);
    }

    /** The names of the views, in order. */
    List<String> views() throws SQLException {
        List<String> views = new ArrayList<>();
        try (ResultSet tables = connection
                .getMetaData()
                .getTables(null, dialect.stored(SCHEMA), null, new String[] {"VIEW", "MATERIALIZED VIEW"})) {
            while (tables.next()) {
                views.add(tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        views.sort(String::compareTo);
        return views;
    }

    /** Writes a view over a file, row by row. */
    Written write(String view, Path file, ExportFormat format) throws SQLException, IOException {
        Map<String, String> comments = comments(view);
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM " + SCHEMA + "." + view)) {
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery()) {
                ResultReader reader = new ResultReader(rows);
                long count = 0;
                try (TableFile table = TableFile.over(file, format, view, reader.columns())) {
                    while (rows.next()) {
                        table.row(reader.row());
                        count++;
                    }
                }
                return new Written(
                        count,
                        reader.columns().stream()
                                .map(column -> new ExportedColumn(
                                        column.name(),
                                        ExportType.of(column).word(),
                                        column.typeName().toLowerCase(Locale.ROOT),
                                        comments.get(column.name())))
                                .toList());
            }
        }
    }

    private Map<String, String> comments(String view) throws SQLException {
        Map<String, String> comments = new HashMap<>();
        DatabaseMetaData meta = connection.getMetaData();
        try (ResultSet columns = meta.getColumns(null, dialect.stored(SCHEMA), dialect.stored(view), null)) {
            while (columns.next()) {
                String remark = columns.getString("REMARKS");
                if (remark != null && !remark.isBlank()) {
                    comments.put(columns.getString("COLUMN_NAME").toLowerCase(Locale.ROOT), remark);
                }
            }
        }
        return comments;
    }

    /** Whether the account may know of runs: one that sees the schema analytics alone may not. */
    boolean knowsRuns() throws SQLException {
        if (dialect == Dialect.H2) {
            return true;
        }
        try (Statement statement = connection.createStatement();
                ResultSet right = statement.executeQuery(
                        "SELECT has_schema_privilege(n.oid, 'USAGE')"
                                + " AND has_table_privilege(c.oid, 'SELECT') FROM pg_class c"
                                + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'ops' AND c.relname = 'run'")) {
            return right.next() && right.getBoolean(1);
        }
    }

    /** The run that ended last. */
    Optional<Run> lastRun() throws SQLException {
        return lastRun(connection);
    }

    /** The same, asked by another connection, which may see it at a later moment. */
    static Optional<Run> lastRun(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet run = statement.executeQuery("SELECT run_id, night, pass, verdict, ended_at FROM ops.run"
                        + " WHERE ended_at IS NOT NULL ORDER BY ended_at DESC, run_id DESC FETCH FIRST ROW ONLY")) {
            if (!run.next()) {
                return Optional.empty();
            }
            return Optional.of(new Run(
                    run.getLong("run_id"),
                    run.getString("night"),
                    run.getInt("pass"),
                    run.getString("verdict"),
                    run.getObject("ended_at", OffsetDateTime.class).toInstant().toString()));
        }
    }

    /** How much was written, and of what. */
    record Written(long rows, List<ExportedColumn> columns) {}
}
