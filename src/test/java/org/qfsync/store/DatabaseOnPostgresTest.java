package org.qfsync.store;

import org.qfsync.testing.TestDatabase;

class DatabaseOnPostgresTest extends DatabaseContract {
    @Override
    DatabaseProperties emptyDatabase() {
        return TestDatabase.postgresProperties();
    }

    @Override
    String undocumented() {
        return """
                SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname IN ('qf', 'ops', 'analytics', 'batch', 'quartz') AND c.relkind IN ('r', 'v')
                    AND c.relname <> 'schema_history' AND obj_description(c.oid) IS NULL
                UNION ALL
                SELECT n.nspname || '.' || c.relname || '.' || a.attname
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE n.nspname IN ('qf', 'ops', 'batch', 'quartz') AND c.relkind = 'r' AND a.attnum > 0
                    AND c.relname <> 'schema_history' AND col_description(c.oid, a.attnum) IS NULL
                """;
    }
}
