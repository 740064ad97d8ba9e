package org.qfsync.store;

import org.springframework.jdbc.core.JdbcTemplate;

/** The schema and nothing else: not prepared, hence nobody's database yet. For the tests of all packages. */
public final class MigratedSchema {
    private MigratedSchema() {}

    /** Brings the schema of that database up to date. */
    public static void in(DatabaseProperties properties) {
        try (Database database = Database.open(properties)) {
            SchemaMigration.run(properties, new JdbcTemplate(database.dataSource()));
        }
    }
}
