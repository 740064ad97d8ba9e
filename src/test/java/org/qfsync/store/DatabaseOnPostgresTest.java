package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.qfsync.testing.TestDatabase;

class DatabaseOnPostgresTest extends DatabaseContract {
    @Override
    DatabaseProperties emptyDatabase() {
        return TestDatabase.postgresProperties();
    }

    @Test
    void eachDatabaseOfAServerIsAPlaceOfItsOwnWhateverTheHostIsCalled() {
        try (Database one = Database.open(emptyDatabase());
                Database other = Database.open(emptyDatabase())) {
            assertThat(one.place()).matches("postgresql \\d+/\\d+").isNotEqualTo(other.place());
        }
    }

    @Override
    String undocumented() {
        return """
                SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname IN ('qf', 'ops', 'mart', 'analytics', 'batch', 'quartz') AND c.relkind IN ('r', 'v', 'm')
                    AND c.relname <> 'schema_history' AND obj_description(c.oid) IS NULL
                UNION ALL
                SELECT n.nspname || '.' || c.relname || '.' || a.attname
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE n.nspname IN ('qf', 'ops', 'mart', 'batch', 'quartz') AND c.relkind = 'r' AND a.attnum > 0
                    AND c.relname <> 'schema_history' AND col_description(c.oid, a.attnum) IS NULL
                """;
    }
}
