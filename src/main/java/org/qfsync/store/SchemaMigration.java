package org.qfsync.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.SystemicException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Brings the schema to the version of this program; one Flyway history, in {@code ops.schema_history}. */
final class SchemaMigration {
    private static final String[] SCHEMAS = {"ops", "qf", "analytics", "batch", "quartz"};

    private SchemaMigration() {}

    /**
     * Brings it up to date, over connections of its own: Flyway needs two at once, and a pool of one must do for all
     * the rest.
     *
     * @param jdbc to the same database
     * @return true if anything was changed
     *
     * @throws SystemicException if a migration fails or the database is newer than the program
     */
    static boolean run(DatabaseProperties properties, JdbcTemplate jdbc) {
        Dialect dialect = properties.dialect();
        AnalyticsSql analytics = new AnalyticsSql(dialect);
        List<String> folders = new ArrayList<>();
        folders.add("sql/migration/common");
        folders.add("sql/migration/" + dialect.id());
        Map<String, String> placeholders = new TreeMap<>(analytics.placeholders());
        SchemaStamp stamp = new SchemaStamp(jdbc, dialect, new SqlFiles(folders).fingerprint() + placeholders);
        try {
            if (stamp.stands()) {
                return false;
            }
            folders.addAll(analytics.folders());
            boolean changed = migrate(properties, folders, placeholders);
            stamp.set();
            return changed;
        } catch (FlywayException e) {
            throw failed(e.getMessage(), e);
        } catch (DataAccessException e) {
            throw failed(e.getMostSpecificCause().getMessage(), e);
        }
    }

    private static SystemicException failed(@Nullable String reason, RuntimeException failure) {
        return new SystemicException(
                "The database schema could not be brought to this version: " + reason,
                "migration_failed",
                null,
                "If a newer version of qfsync has used this database, use that version; otherwise see the cause.",
                failure);
    }

    private static boolean migrate(
            DatabaseProperties properties, List<String> folders, Map<String, String> placeholders) {
        Dialect dialect = properties.dialect();
        String[] schemas =
                Stream.of(SCHEMAS).map(schema -> dialect.stored(schema)).toArray(String[]::new);
        return Flyway.configure(SchemaMigration.class.getClassLoader())
                        .dataSource(properties.url(), properties.user(), properties.password())
                        .schemas(schemas)
                        .defaultSchema(schemas[0])
                        .table(dialect.stored("schema_history"))
                        .locations(folders.stream()
                                .map(folder -> "classpath:" + folder)
                                .toArray(String[]::new))
                        .placeholders(placeholders)
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
    }
}
