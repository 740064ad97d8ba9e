package org.qfsync.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.qfsync.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds users by their {@code sub} and by how their grants stand, page by page, so that a hundred thousand of them cost
 * no more than one page. Thread-safe.
 */
public final class UserBook {
    /** What is no state of a grant: there are rows of the user, and no grant. */
    public static final String NO_GRANT = "NO_GRANT";

    /** As people see it: a grant that rests after a failed refresh is in a state of its own. */
    private static final String STANDING =
            "CASE WHEN g.state = 'ACTIVE' AND g.next_attempt_at > :now THEN 'BACKING_OFF' ELSE g.state END";

    private static final String PAGE = """
            SELECT p.sub, p.standing, p.refreshed_at, u.last_synced_at
            FROM (SELECT g.sub, %1$s AS standing, g.refreshed_at
                FROM ops.grant_status g
                WHERE g.client_id = :client AND g.sub > :after AND g.sub LIKE :prefix ESCAPE '!'
                    AND (:state = '' OR %1$s = :state)
                ORDER BY g.sub LIMIT :limit) p
            LEFT JOIN qf.app_user u ON u.sub = p.sub
            ORDER BY p.sub
            """.formatted(STANDING);

    private static final String COUNTS = """
            SELECT s.standing, COUNT(*) AS users
            FROM (SELECT %s AS standing FROM ops.grant_status g WHERE g.client_id = :client) s
            GROUP BY s.standing
            """.formatted(STANDING);

    private static final String ONE = """
            SELECT %s AS standing, g.*, u.last_synced_at
            FROM ops.grant_status g LEFT JOIN qf.app_user u ON u.sub = g.sub
            WHERE g.client_id = :client AND g.sub = :sub
            """.formatted(STANDING);

    private final JdbcClient jdbc;
    private final String clientId;
    private final Clock clock;

    /** @param clientId whose grants are meant */
    public UserBook(JdbcClient jdbc, String clientId, Clock clock) {
        this.jdbc = jdbc;
        this.clientId = clientId;
        this.clock = clock;
    }

    /**
     * One page of those who match, in the order of their {@code sub}.
     *
     * @param prefix that the {@code sub} begins with, which may be all of it; empty for any
     * @param state how the grant stands, in capitals; empty for any
     * @param after the last {@code sub} of the page before; empty for the first page
     */
    public List<Line> page(String prefix, String state, String after, int limit) {
        return jdbc.sql(PAGE)
                .param("now", Timestamps.of(clock.instant()))
                .param("client", clientId)
                .param("after", after)
                .param("prefix", prefix.replaceAll("[!%_]", "!$0") + "%")
                .param("state", state)
                .param("limit", limit)
                .query((row, n) -> new Line(
                        row.getString("sub"),
                        row.getString("standing"),
                        Timestamps.find(row, "refreshed_at"),
                        Timestamps.find(row, "last_synced_at")))
                .list();
    }

    /** How many grants stand how, the most frequent first. */
    public List<Count> counts() {
        return jdbc
                .sql(COUNTS)
                .param("now", Timestamps.of(clock.instant()))
                .param("client", clientId)
                .query((row, n) -> new Count(row.getString("standing"), row.getLong("users")))
                .list()
                .stream()
                .sorted((one, other) -> Long.compare(other.users(), one.users()))
                .toList();
    }

    /** All that may be known of a user; empty if there is neither a grant nor data. */
    public Optional<GrantStatus> find(String sub) {
        return jdbc.sql(ONE)
                .param("now", Timestamps.of(clock.instant()))
                .param("client", clientId)
                .param("sub", sub)
                .query((row, n) -> status(row))
                .optional()
                .or(() -> withoutGrant(sub));
    }

    private Optional<GrantStatus> withoutGrant(String sub) {
        return jdbc.sql("SELECT last_synced_at FROM qf.app_user WHERE sub = :sub")
                .param("sub", sub)
                .query((row, n) -> GrantStatus.none(sub, Timestamps.find(row, "last_synced_at")))
                .optional();
    }

    private static GrantStatus status(ResultSet row) throws SQLException {
        return new GrantStatus(
                row.getString("sub"),
                row.getString("standing"),
                Arrays.stream(row.getString("scopes").split(" "))
                        .filter(scope -> !scope.isEmpty())
                        .sorted()
                        .toList(),
                new GrantStatus.Moments(
                        Timestamps.find(row, "obtained_at"),
                        Timestamps.find(row, "refreshed_at"),
                        Timestamps.find(row, "last_used_at"),
                        Timestamps.find(row, "next_attempt_at"),
                        Timestamps.find(row, "paused_at"),
                        Timestamps.find(row, "withdrawn_at"),
                        Timestamps.find(row, "erase_at")),
                Optional.ofNullable(row.getString("last_error_code")),
                Optional.ofNullable(row.getObject("last_error_status", Integer.class)),
                Timestamps.find(row, "last_synced_at"));
    }

    /**
     * A user in a list.
     *
     * @param state how the grant stands
     * @param refreshedAt when its token was last renewed
     * @param syncedAt when all datasets were last complete; empty if never
     */
    public record Line(String sub, String state, Optional<Instant> refreshedAt, Optional<Instant> syncedAt) {}

    /** How many users' grants stand so. */
    public record Count(String state, long users) {}
}
