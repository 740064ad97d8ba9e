package org.qfsync.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.domain.Home;
import org.qfsync.report.TextTable.Column;
import org.qfsync.store.Database;
import org.qfsync.store.ReaderAccount;
import org.qfsync.store.ReaderProperties;

/** Runs SQL as the database user that may only read, and prints what comes back, row by row. */
final class ReaderQuery {
    private static final int FETCH = 500;
    private static final Set<Integer> NUMBERS = Set.of(
            Types.TINYINT,
            Types.SMALLINT,
            Types.INTEGER,
            Types.BIGINT,
            Types.NUMERIC,
            Types.DECIMAL,
            Types.REAL,
            Types.FLOAT,
            Types.DOUBLE);
    private static final Set<Integer> BYTES = Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB);
    /** H2's code and PostgreSQL's SQLSTATE for a missing right. */
    private static final Set<String> NO_RIGHT = Set.of("90096", "42501");

    private final ReaderAccount account;

    ReaderQuery(Program program) {
        this.account = ReaderAccount.open(
                program.get(Database.class), program.get(Home.class).path(), program.get(ReaderProperties.class));
    }

    void print(String sql, OutputFormat format, PrintWriter out) {
        try (Connection connection = account.connect();
                Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH);
            if (!statement.execute(sql)) {
                throw new CommandFailedException(
                        "That statement returns no rows; qfsync query only reads", ExitCodes.USAGE);
            }
            try (ResultSet rows = statement.getResultSet()) {
                print(rows, format, out);
            }
        } catch (SQLException e) {
            throw new CommandFailedException("The database refused the query: " + reason(e), ExitCodes.FAILED);
        }
    }

    private static void print(ResultSet rows, OutputFormat format, PrintWriter out) throws SQLException {
        ResultSetMetaData meta = rows.getMetaData();
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(new Column(
                    meta.getColumnLabel(i).toLowerCase(Locale.ROOT), NUMBERS.contains(meta.getColumnType(i))));
        }
        try (RowPrinter printer = RowPrinter.of(format, columns, out)) {
            while (rows.next()) {
                List<@Nullable Object> values = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    values.add(value(rows, meta, i));
                }
                printer.row(values);
            }
        }
    }

    private static @Nullable Object value(ResultSet rows, ResultSetMetaData meta, int column) throws SQLException {
        int type = meta.getColumnType(column);
        if (NUMBERS.contains(type)) {
            return number(rows, column);
        }
        if (type == Types.BOOLEAN || type == Types.BIT) {
            boolean value = rows.getBoolean(column);
            return rows.wasNull() ? null : value;
        }
        if (type == Types.TIMESTAMP_WITH_TIMEZONE
                || meta.getColumnTypeName(column).equals("timestamptz")) {
            OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
            return time == null ? null : time.toInstant().toString();
        }
        if (type == Types.TIMESTAMP) {
            LocalDateTime time = rows.getObject(column, LocalDateTime.class);
            return time == null ? null : time.toString();
        }
        if (BYTES.contains(type)) {
            byte[] bytes = rows.getBytes(column);
            return bytes == null ? null : HexFormat.of().formatHex(bytes);
        }
        return rows.getString(column);
    }

    private static @Nullable Object number(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        // 1E+3 is a number for programs, but none for people.
        return value instanceof BigDecimal decimal && decimal.scale() < 0 ? decimal.setScale(0) : value;
    }

    private static String reason(SQLException e) {
        String message = String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse("no reason given")
                .replaceFirst("; SQL statement:$", "");
        boolean noRight = NO_RIGHT.contains(String.valueOf(e.getSQLState()))
                || NO_RIGHT.contains(Integer.toString(e.getErrorCode()));
        return message + (noRight ? " (this account reads qf, analytics and the runs in ops; it writes nothing)" : "");
    }
}
