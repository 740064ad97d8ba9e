package org.qfsync.analytics;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads columns and values of a result, the same from either database. */
final class ResultReader {
    private static final Set<Integer> BYTES = Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB);

    private final ResultSet rows;
    private final List<ResultColumn> columns = new ArrayList<>();

    ResultReader(ResultSet rows) throws SQLException {
        this.rows = rows;
        ResultSetMetaData meta = rows.getMetaData();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(new ResultColumn(
                    meta.getColumnLabel(i).toLowerCase(Locale.ROOT), meta.getColumnType(i), meta.getColumnTypeName(i)));
        }
    }

    List<ResultColumn> columns() {
        return columns;
    }

    /** The values of the row on which the result stands. */
    List<@Nullable Object> row() throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            values.add(value(columns.get(i), i + 1));
        }
        return values;
    }

    private @Nullable Object value(ResultColumn column, int place) throws SQLException {
        if (column.isNumber()) {
            return number(place);
        }
        if (column.isBoolean()) {
            boolean value = rows.getBoolean(place);
            return rows.wasNull() ? null : value;
        }
        if (column.isTimeWithZone()) {
            OffsetDateTime time = rows.getObject(place, OffsetDateTime.class);
            return time == null ? null : time.toInstant().toString();
        }
        if (column.jdbcType() == Types.TIMESTAMP) {
            LocalDateTime time = rows.getObject(place, LocalDateTime.class);
            return time == null ? null : time.toString();
        }
        if (BYTES.contains(column.jdbcType())) {
            byte[] bytes = rows.getBytes(place);
            return bytes == null ? null : HexFormat.of().formatHex(bytes);
        }
        return rows.getString(place);
    }

    private @Nullable Object number(int place) throws SQLException {
        Object value = rows.getObject(place);
        // 1E+3 is a number for programs, but none for people.
        return value instanceof BigDecimal decimal && decimal.scale() < 0 ? decimal.setScale(0) : value;
    }
}
