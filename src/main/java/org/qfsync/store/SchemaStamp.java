package org.qfsync.store;

import java.util.List;
import java.util.Objects;
import org.qfsync.domain.Fingerprint;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Of which files, and of which history, the schema has been proved to be up to date: a comment on Flyway's table. Flyway
 * needs a second of each cold start to prove it once more. Whatever else writes that history, another version of this
 * program, a migration that failed, somebody by hand, makes the stamp a wrong one.
 */
final class SchemaStamp {
    private static final String WORDS = "What was applied to this schema, by Flyway. Up to date as of ";

    private final JdbcTemplate jdbc;
    private final Dialect dialect;
    private final String files;

    /** @param files stands for all that the schema is made of: other files, another text */
    SchemaStamp(JdbcTemplate jdbc, Dialect dialect, String files) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        this.files = files;
    }

    /** True if these files have made this history, and nothing was added to either of them. */
    boolean stands() {
        // Without the table there is no comment either: its history can be asked for.
        return jdbc
                .queryForList(
                        dialect == Dialect.H2
                                ? "SELECT remarks FROM information_schema.tables"
                                        + " WHERE table_schema = 'OPS' AND table_name = 'SCHEMA_HISTORY'"
                                : "SELECT obj_description(to_regclass('ops.schema_history'), 'pg_class')",
                        String.class)
                .stream()
                .filter(Objects::nonNull)
                .anyMatch(comment -> comment.startsWith(WORDS) && comment.equals(now()));
    }

    /** To be called when the schema is up to date. */
    void set() {
        jdbc.execute("COMMENT ON TABLE ops.schema_history IS '" + now() + "'");
    }

    private String now() {
        List<String> history = jdbc.query(
                "SELECT \"installed_rank\", \"version\", \"script\", \"checksum\", \"success\" FROM ops.schema_history"
                        + " ORDER BY \"installed_rank\"",
                (row, number) -> row.getString(1)
                        + ' '
                        + row.getString(2)
                        + ' '
                        + row.getString(3)
                        + ' '
                        + row.getString(4)
                        + ' '
                        + row.getBoolean(5));
        return WORDS + Fingerprint.longOf(files + history);
    }
}
