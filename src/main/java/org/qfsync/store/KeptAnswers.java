package org.qfsync.store;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The answers to finished questions that PostgreSQL keeps ready: the materialised views of schema {@code mart}. What
 * analysts see are they only while {@code mart.standing} says that they are good; else, and always on H2, every answer
 * is calculated when it is asked for. Not to be called within a transaction. Thread-safe.
 */
public final class KeptAnswers {
    /** Below it every question is answered in far less than a second, and always from the rows as they are. */
    private static final long WORTHWHILE_BYTES = 64L << 20;

    /** So often it begins again when somebody withdraws meanwhile. */
    private static final int TRIES = 3;

    /** A lock that somebody holds for longer is not waited for: a night would wait with it, and readers behind it. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

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

    /** From now on, until they are calculated anew, every answer is calculated when it is asked for. */
    public void putAside() {
        if (kept) {
            patiently("UPDATE mart.standing SET good = FALSE WHERE good");
        }
    }

    /**
     * Calculates all of them anew, in one transaction; who asks meanwhile gets those of before and does not wait.
     *
     * @return true if they are shown from now on; false on H2, in a rehearsal, or if people kept withdrawing meanwhile
     */
    public boolean refresh() {
        boolean good = false;
        for (int i = 0; kept && !good && i < TRIES; i++) {
            // A withdrawal that this does not count yet is seen below to have happened since.
            long changes = Objects.requireNonNull(jdbc.queryForObject("SELECT changes FROM mart.standing", Long.class));
            boolean empty = patiently("UPDATE mart.standing SET filling = TRUE WHERE NOT filling") > 0;
            good = Boolean.TRUE.equals(transaction.execute(status -> calculate(changes, empty)));
        }
        return good;
    }

    private int patiently(String update) {
        Integer rows = transaction.execute(status -> {
            waitNoLongerThan();
            return jdbc.update(update);
        });
        return Objects.requireNonNull(rows);
    }

    private void waitNoLongerThan() {
        jdbc.execute("SET LOCAL lock_timeout = " + patience.toMillis());
    }

    private boolean calculate(long changes, boolean empty) {
        waitNoLongerThan();
        jdbc.execute("SET LOCAL work_mem = '256MB'");
        List<String> views = jdbc.queryForList(
                "SELECT matviewname FROM pg_matviews WHERE schemaname = 'mart' ORDER BY matviewname", String.class);
        // Concurrently: without locking readers out. Nobody reads those that are still empty.
        String how = empty ? "REFRESH MATERIALIZED VIEW mart." : "REFRESH MATERIALIZED VIEW CONCURRENTLY mart.";
        views.forEach(view -> jdbc.execute(how + view));
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "UPDATE mart.standing SET good = (changes = ?), refreshed_at = CURRENT_TIMESTAMP RETURNING good",
                Boolean.class,
                changes));
    }
}
