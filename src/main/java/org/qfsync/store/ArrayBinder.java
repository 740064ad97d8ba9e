package org.qfsync.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Binds a statement's parameters one after the other, arrays among them. */
final class ArrayBinder {
    private final PreparedStatement statement;
    private final Dialect dialect;
    private int next = 1;

    ArrayBinder(PreparedStatement statement, Dialect dialect) {
        this.statement = statement;
        this.dialect = dialect;
    }

    ArrayBinder value(Object value) throws SQLException {
        statement.setObject(next++, value);
        return this;
    }

    /** One element per item. */
    <T> ArrayBinder array(ColumnType type, List<T> items, Function<T, @Nullable Object> element) throws SQLException {
        @Nullable Object[] elements = items.stream().map(element).map(type::parameter).toArray();
        bind(type.elementType(dialect), elements);
        return this;
    }

    /** An array per key column. */
    ArrayBinder keys(TableSpec table, List<List<@Nullable Object>> keys) throws SQLException {
        for (int i = 0; i < table.keys().size(); i++) {
            int column = i;
            array(table.keys().get(i).type(), keys, key -> key.get(column));
        }
        return this;
    }

    /** One binary element per item; ends the binding. */
    <T> PreparedStatement bytes(List<T> items, Function<T, byte[]> element) throws SQLException {
        byte[][] elements = items.stream().map(element).toArray(byte[][]::new);
        bind(dialect == Dialect.H2 ? "VARBINARY" : "bytea", elements);
        return statement;
    }

    private void bind(String elementType, @Nullable Object[] elements) throws SQLException {
        statement.setArray(next++, statement.getConnection().createArrayOf(elementType, elements));
    }

    PreparedStatement statement() {
        return statement;
    }
}
