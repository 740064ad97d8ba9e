package org.qfsync.store;

import java.util.List;

/**
 * A table that holds rows of users: it has a column {@code sub}.
 *
 * @param name with its schema, in lower case
 * @param columns in their order, in lower case
 */
public record UserTable(String name, List<String> columns) {
    public UserTable {
        columns = List.copyOf(columns);
    }
}
