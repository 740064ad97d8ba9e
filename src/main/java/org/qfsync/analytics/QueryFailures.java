package org.qfsync.analytics;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.qfsync.analytics.QueryException.Reason;

/** What a database says about a query, in a line that says what to do. */
final class QueryFailures {
    /** H2's code and PostgreSQL's SQLSTATE, which happen to be the same. */
    private static final String CANCELLED = "57014";
    /** H2's codes and PostgreSQL's SQLSTATEs for a missing right and for a write in a transaction that only reads. */
    private static final Set<String> NO_RIGHT = Set.of("90096", "42501", "25006", "90097");

    private QueryFailures() {}

    static QueryException of(SQLException failure, Duration timeout) {
        if (is(failure, Set.of(CANCELLED))) {
            return new QueryException(
                    Reason.TOO_LONG,
                    "The query was cut off after " + words(timeout)
                            + ". Ask for less (fewer columns, a WHERE), or give it more time: QFSYNC_QUERY_TIMEOUT",
                    failure);
        }
        String message = String.valueOf(failure.getMessage())
                .lines()
                .findFirst()
                .orElse("no reason given")
                .replaceFirst("; SQL statement:$", "");
        return new QueryException(
                Reason.REFUSED,
                "The database refused the query: " + message
                        + (is(failure, NO_RIGHT)
                                ? " (this account reads analytics, and qf and the runs in ops but for what users wrote and"
                                        + " their profiles; it writes nothing. See sql/README.md)"
                                : ""),
                failure);
    }

    private static boolean is(SQLException failure, Set<String> codes) {
        return codes.contains(String.valueOf(failure.getSQLState()))
                || codes.contains(Integer.toString(failure.getErrorCode()));
    }

    private static String words(Duration timeout) {
        return timeout.toMillis() % 1_000 == 0 ? timeout.toSeconds() + "s" : timeout.toMillis() + "ms";
    }
}
