package org.qfsync.store;

import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What PostgreSQL keeps ready of the answers to finished questions: the tables {@code mart.…_kept}, counted by slices of
 * users. A slice is shown as it is kept only while {@code mart.slice} says that it is good; else, and always on H2, it is
 * calculated when it is asked for. Whoever withdraws makes their slice bad, in the same transaction. Not to be called
 * within a transaction. Thread-safe.
 */
public final class KeptAnswers {
    /** Below it every question is answered in far less than a second, and always from the rows as they are. */
    private static final long WORTHWHILE_BYTES = 64L << 20;

    /** So often slices are calculated again in which somebody withdrew meanwhile. */
    private static final int TRIES = 3;

    /** A lock that somebody holds for longer is not waited for: a night would wait with it, and readers behind it. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Held by whoever calculates: only one at a time. The number means nothing besides. */
    private static final long ADVISORY_LOCK = 0x5146_5359_4e43_0001L;

    private final long worthwhileBytes;
    private final Duration patience;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final boolean kept;

    /** In a rehearsal nothing is kept: what it would show is undone. */
    public KeptAnswers(Database database) {
        this(database, WORTHWHILE_BYTES, PATIENCE);
    }

    /** With another size of the tables of {@code qf} from which on it pays, and another time to wait for a lock. */
    public KeptAnswers(Database database, long worthwhileBytes, Duration patience) {
        this.worthwhileBytes = worthwhileBytes;
        this.patience = patience;
        this.jdbc = new JdbcTemplate(database.dataSource());
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(database.dataSource()));
        this.kept = database.dialect() == Dialect.POSTGRESQL && !database.isRehearsal();
    }

    /**
     * Calculates all of them anew if there is so much data that it pays, else has them put aside.
     *
     * @return true if they are shown from now on
     */
    public boolean refreshIfWorthwhile() {
        if (!kept) {
            return false;
        }
        Long bytes = jdbc.queryForObject("""
                SELECT SUM(pg_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'qf' AND c.relkind = 'r'
                """, Long.class);
        if (bytes != null && bytes >= worthwhileBytes) {
            return refresh();
        }
        putAside();
        return false;
    }

    /** From now on, until they are calculated anew, all answers are calculated when they are asked for. */
    public void putAside() {
        if (kept) {
            transaction.executeWithoutResult(status -> {
                prepare();
                jdbc.update("UPDATE mart.slice SET good = FALSE WHERE good");
            });
        }
    }

    /**
     * Calculates all of them anew, in one transaction; who asks meanwhile gets those of before and does not wait.
     *
     * @return true if all are shown from now on; false on H2, in a rehearsal, or if people kept withdrawing meanwhile
     */
    public boolean refresh() {
        if (!kept) {
            return false;
        }
        transaction.executeWithoutResult(status -> calculateAll());
        return refreshStale();
    }

    /**
     * Calculates those slices anew that have been put aside, one after the other. Where nothing at all is kept it does
     * nothing.
     *
     * @return true if all slices are shown as they are kept from now on
     */
    public boolean refreshStale() {
        for (int i = 0; kept && i < TRIES; i++) {
            List<Integer> stale = jdbc.queryForList("""
                    SELECT slice FROM mart.slice WHERE NOT good AND EXISTS (SELECT 1 FROM mart.slice WHERE good)
                    ORDER BY slice
                    """, Integer.class);
            if (stale.isEmpty()) {
                return Boolean.TRUE.equals(jdbc.queryForObject("SELECT BOOL_AND(good) FROM mart.slice", Boolean.class));
            }
            stale.forEach(slice -> transaction.executeWithoutResult(status -> calculate(slice)));
        }
        return false;
    }

    /** A table is made of each query because PostgreSQL plans that, unlike an INSERT, for more than one processor. */
    private void calculateAll() {
        prepare();
        List<Noted> noted = note("TRUE");
        jdbc.execute("SET LOCAL work_mem = '256MB'");
        for (String part : parts()) {
            jdbc.execute("CREATE UNLOGGED TABLE mart.fresh AS SELECT * FROM mart." + part + "_live");
            jdbc.execute("DELETE FROM mart." + part + "_kept");
            jdbc.execute("INSERT INTO mart." + part + "_kept SELECT * FROM mart.fresh");
            jdbc.execute("DROP TABLE mart.fresh");
            jdbc.execute("ANALYZE mart." + part + "_kept");
        }
        show(noted);
    }

    private void calculate(int slice) {
        prepare();
        List<Noted> noted = note("slice = " + slice);
        for (String part : parts()) {
            jdbc.execute("DELETE FROM mart." + part + "_kept WHERE slice = " + slice);
            jdbc.execute(
                    "INSERT INTO mart." + part + "_kept SELECT * FROM mart." + part + "_live WHERE slice = " + slice);
        }
        show(noted);
    }

    private void prepare() {
        jdbc.execute("SET LOCAL lock_timeout = " + patience.toMillis());
        jdbc.execute("SELECT pg_advisory_xact_lock(" + ADVISORY_LOCK + ")");
    }

    private List<String> parts() {
        return jdbc.queryForList("""
                SELECT LEFT(tablename, -5) FROM pg_tables WHERE schemaname = 'mart' AND tablename LIKE '%\\_kept'
                ORDER BY tablename
                """, String.class);
    }

    /** In the order in which withdrawals lock them, so that none waits for the other. */
    private List<Noted> note(String which) {
        return jdbc.query(
                "SELECT slice, changes FROM mart.slice WHERE " + which + " ORDER BY slice DESC",
                (row, n) -> new Noted(row.getInt("slice"), row.getLong("changes")));
    }

    private void show(List<Noted> noted) {
        noted.forEach(slice -> jdbc.update(
                "UPDATE mart.slice SET good = (changes = ?), refreshed_at = CURRENT_TIMESTAMP WHERE slice = ?",
                slice.changes(),
                slice.number()));
    }

    /** What a slice was when its calculation began: a withdrawal since then, which may not be counted, is seen by it. */
    private record Noted(int number, long changes) {}
}
