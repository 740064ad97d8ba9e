package org.qfsync.store;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.qfsync.domain.SystemicException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the read-only user may read: the schema {@code analytics} and the tables that {@code mart.readable} names, no more
 * and no less. Works by the owner's connection; repeating it changes nothing.
 */
final class ReaderRights {
    private final Dialect dialect;
    private final JdbcTemplate jdbc;

    ReaderRights(Database database) {
        this.dialect = database.dialect();
        this.jdbc = new JdbcTemplate(database.lastingDataSource());
    }

    /** Gives the roles that {@code sql/roles.sql} makes what they are due, if there are any. H2 has none. */
    void giveToGroups() {
        if (dialect == Dialect.POSTGRESQL) {
            jdbc.execute("SELECT mart.give_rights()");
        }
    }

    /**
     * Gives that user its rights and takes all others back. Who is in one of the roles of {@code sql/roles.sql} was put
     * there to have its rights, and gets none of their own.
     *
     * @throws SystemicException if there is no such user, or it may read what nobody but the application may
     */
    void give(String user) {
        if (dialect == Dialect.H2) {
            giveOnH2(user);
        } else {
            giveOnPostgres(user);
        }
    }

    private void giveOnPostgres(String user) {
        if (!is("SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = ?)", user)) {
            throw unfit(user, "does not exist");
        }
        String tooMuch = "may read more than analysts may: it is an administrator, or the owner of the grants";
        if (is(
                "SELECT pg_has_role(?, c.relowner, 'MEMBER') FROM pg_class c WHERE c.oid = 'ops.user_grant'::regclass",
                user)) {
            throw unfit(user, tooMuch);
        }
        boolean inGroup = is(
                "SELECT EXISTS (SELECT 1 FROM pg_roles g WHERE g.rolname IN ('qf_reader', 'qf_analyst')"
                        + " AND pg_has_role(?, g.oid, 'MEMBER'))",
                user);
        jdbc.queryForList("SELECT mart.give_rights(?, ?)", user, inGroup ? "none" : "reader");
        if (is("SELECT has_any_column_privilege(?, 'ops.user_grant', 'SELECT')", user)) {
            throw unfit(user, tooMuch);
        }
    }

    private void giveOnH2(String user) {
        String stored = dialect.stored(user);
        List<Boolean> admin = jdbc.queryForList(
                "SELECT is_admin FROM information_schema.users WHERE user_name = ?", Boolean.class, stored);
        if (admin.isEmpty()) {
            throw unfit(user, "does not exist");
        }
        if (admin.contains(true)) {
            throw unfit(user, "may read more than analysts may: it is an administrator");
        }
        Set<String> due = new LinkedHashSet<>(jdbc.queryForList("""
                SELECT 'SELECT ON ' || UPPER(schema_name || '.' || table_name) FROM mart.readable WHERE column_names IS NULL
                """, String.class));
        due.add("SELECT ON SCHEMA ANALYTICS");
        Set<String> given = new LinkedHashSet<>(jdbc.queryForList("""
                SELECT rights || ' ON ' || CASE WHEN COALESCE(table_name, '') = '' THEN 'SCHEMA ' || table_schema
                    ELSE table_schema || '.' || table_name END
                FROM information_schema.rights WHERE grantee = ? AND table_schema <> ''
                """, String.class, stored));
        for (String right : given) {
            if (!due.contains(right)) {
                jdbc.execute("REVOKE " + right + " FROM " + user);
            }
        }
        for (String right : due) {
            if (!given.contains(right)) {
                jdbc.execute("GRANT " + right + " TO " + user);
            }
        }
    }

    private boolean is(String sql, String user) {
        return Boolean.TRUE.equals(jdbc.queryForObject(sql, Boolean.class, user));
    }

    private static SystemicException unfit(String user, String why) {
        return new SystemicException(
                "The read-only database user " + user + " " + why,
                "reader_role_missing",
                null,
                "Let QFSYNC_DB_READER_USER name a login of its own, such as one made by CREATE ROLE " + user
                        + " LOGIN IN ROLE qf_reader (sql/roles.sql), or leave it out: then one is made.",
                null);
    }
}
