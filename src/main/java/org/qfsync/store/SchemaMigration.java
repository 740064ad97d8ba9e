package org.qfsync.store;

import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.qfsync.domain.SystemicException;

/** Brings the schema to the version of this program; one Flyway history, in {@code ops.schema_history}. */
final class SchemaMigration {
    private static final String[] SCHEMAS = {"ops", "qf", "analytics", "batch", "quartz"};

    private SchemaMigration() {}

    /**
     * Brings it up to date, over connections of its own: Flyway needs two at once, and a pool of one must do for all
     * the rest.
     *
     * @return true if anything was changed
     *
     * @throws SystemicException if a migration fails or the database is newer than the program
     */
    static boolean run(DatabaseProperties properties) {
        Dialect dialect = properties.dialect();
        String[] schemas = new String[SCHEMAS.length];
        for (int i = 0; i < schemas.length; i++) {
            schemas[i] = dialect.stored(SCHEMAS[i]);
        }
        AnalyticsSql analytics = new AnalyticsSql(dialect);
        List<String> locations = new ArrayList<>();
        locations.add("classpath:sql/migration/common");
        locations.add("classpath:sql/migration/" + dialect.id());
        analytics.folders().forEach(folder -> locations.add("classpath:" + folder));
        try {
            return Flyway.configure(SchemaMigration.class.getClassLoader())
                            .dataSource(properties.url(), properties.user(), properties.password())
                            .schemas(schemas)
                            .defaultSchema(schemas[0])
                            .table(dialect.stored("schema_history"))
                            .locations(locations.toArray(String[]::new))
                            .placeholders(analytics.placeholders())
                            .failOnMissingLocations(true)
                            .validateMigrationNaming(true)
                            // By default Flyway lets an old program work on a schema that a newer one has migrated.
                            // But files of views may come and go: what they made is made anew all the same.
                            .ignoreMigrationPatterns("repeatable:missing")
                            .cleanDisabled(true)
                            .load()
                            .migrate()
                            .migrationsExecuted
                    > 0;
        } catch (FlywayException e) {
            throw new SystemicException(
                    "The database schema could not be brought to this version: " + e.getMessage(),
                    "migration_failed",
                    null,
                    "If a newer version of qfsync has used this database, use that version; otherwise see the cause.",
                    e);
        }
    }
}
