package org.qfsync.token;

import java.math.BigDecimal;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Claims on grants, and how a claim that brought no token ends. Each change is one conditional UPDATE in a transaction
 * of its own, durable before the call returns; it holds only while the claim does. Leases run by the database's clock.
 * Thread-safe.
 */
final class GrantClaims {
    private static final Actor REFRESH = Actor.program("refresh");
    private static final String OF_USER = " WHERE client_id = :client AND sub = :sub ";
    private static final String CLAIMED = OF_USER + "AND generation = :generation AND attempt_id = :attempt "
            + "AND state IN ('REFRESHING', 'IN_DOUBT')";

    private final JdbcClient jdbc;
    private final GrantTransaction transaction;
    private final Audit audit;

    GrantClaims(JdbcClient jdbc, GrantTransaction transaction, Audit audit) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.audit = audit;
    }

    /**
     * Transaction 1: takes the lease, if the generation still stands and nobody holds a live one, nor has held one since
     * the grant was read: what that attempt found out must be read first. A grant that rests, or was set aside, is not
     * claimed; but to keep it alive a pause does not matter.
     */
    boolean claim(Grant grant, Claim claim) {
        return transaction.commit(() -> jdbc.sql("""
                        UPDATE ops.user_grant SET state = 'REFRESHING', lease_owner = :owner, attempt_id = :attempt,
                            lease_until = CURRENT_TIMESTAMP + %s, replay_count = replay_count + :replay,
                            last_used_at = CASE WHEN :sync THEN CAST(:now AS TIMESTAMP WITH TIME ZONE)
                                ELSE last_used_at END,
                            updated_at = CURRENT_TIMESTAMP
                        """.formatted(interval(claim.lease)) + OF_USER + """
                        AND generation = :generation AND state = :state
                        AND attempt_id IS NOT DISTINCT FROM CAST(:seen AS VARCHAR)
                        AND (lease_until IS NULL OR lease_until <= CURRENT_TIMESTAMP)
                        AND (next_attempt_at IS NULL OR next_attempt_at <= :now)
                        AND quarantined_at IS NULL AND (paused_at IS NULL OR NOT :sync)
                        """)
                        .param("seen", grant.attemptId().orElse(null), Types.VARCHAR)
                        .param("owner", claim.owner)
                        .param("attempt", claim.attempt)
                        .param("replay", claim.replay ? 1 : 0)
                        .param("sync", claim.purpose == TokenRun.Purpose.SYNC)
                        .param("now", claim.at.atOffset(ZoneOffset.UTC))
                        .param("client", grant.clientId())
                        .param("sub", grant.sub())
                        .param("generation", grant.generation())
                        .param("state", grant.rotation().name())
                        .update())
                == 1;
    }

    /** The server provably did not act: the grant is what it was before the claim, and rests until that moment. */
    boolean backOff(Grant claimed, String attemptId, TokenAnswer.Refusal refusal, Instant nextAttemptAt) {
        return end(
                claimed, attemptId, refusal, unclaimed(claimed) + " failure_count = failure_count + 1,", nextAttemptAt);
    }

    /** The fault is ours and not this grant's: it is what it was before the claim, its record of failures included. */
    boolean putBack(Grant claimed, String attemptId) {
        return transaction.commit(() -> claimed(
                                claimed,
                                attemptId,
                                "UPDATE ops.user_grant SET " + unclaimed(claimed) + " updated_at = CURRENT_TIMESTAMP")
                        .update())
                == 1;
    }

    private static String unclaimed(Grant claimed) {
        GrantState before = claimed.rotation() == GrantState.ACTIVE ? GrantState.ACTIVE : GrantState.IN_DOUBT;
        return "state = '" + before + "', lease_owner = NULL, lease_until = NULL, replay_count = "
                + claimed.replayCount() + ",";
    }

    /**
     * The claim ended in doubt. The lease stays, because the server may still be at work on our request; an attempt
     * that a replay had counted is given back.
     */
    boolean inDoubt(Grant claimed, String attemptId, TokenAnswer.Refusal refusal, @Nullable Instant nextAttemptAt) {
        return end(
                claimed,
                attemptId,
                refusal,
                "state = 'IN_DOUBT', replay_count = " + claimed.replayCount() + ","
                        + " failure_count = failure_count + 1,",
                nextAttemptAt);
    }

    /** A definitive no: only the user can help. */
    boolean reauthRequired(Grant claimed, String attemptId, TokenAnswer.Refusal refusal) {
        return transaction.commit(() -> {
                    int rows = ended(
                            claimed,
                            attemptId,
                            refusal,
                            "state = 'REAUTH_REQUIRED', lease_owner = NULL, lease_until = NULL,",
                            null);
                    return audited(rows, claimed, refusal);
                })
                == 1;
    }

    /** Introspection gave a definitive no to a grant in doubt that nobody holds. */
    boolean refuseDoubtful(Grant grant, TokenAnswer.Refusal refusal) {
        return transaction.commit(() -> audited(updateDoubtful(grant, refusal), grant, refusal)) == 1;
    }

    private int updateDoubtful(Grant grant, TokenAnswer.Refusal refusal) {
        return jdbc.sql("""
                        UPDATE ops.user_grant SET state = 'REAUTH_REQUIRED', lease_owner = NULL, lease_until = NULL,
                            last_error_code = :code, last_error_status = :status, updated_at = CURRENT_TIMESTAMP
                        """
                        + OF_USER
                        + "AND generation = :generation AND state IN ('IN_DOUBT', 'REFRESHING') "
                        + "AND (lease_until IS NULL OR lease_until <= CURRENT_TIMESTAMP)")
                .param("code", refusal.code())
                .param("status", refusal.status(), Types.INTEGER)
                .param("client", grant.clientId())
                .param("sub", grant.sub())
                .param("generation", grant.generation())
                .update();
    }

    private int audited(int rows, Grant grant, TokenAnswer.Refusal refusal) {
        if (rows > 0) {
            audit.record(REFRESH, AuditEvent.REAUTH_REQUIRED, Optional.of(grant.sub()), refusal.summary());
        }
        return rows;
    }

    /** A refresh whose process died: its lease is over, its outcome unknown. */
    int markAbandonedInDoubt(String clientId) {
        return transaction.commit(() -> jdbc.sql("""
                        UPDATE ops.user_grant SET state = 'IN_DOUBT', last_error_code = 'abandoned',
                            updated_at = CURRENT_TIMESTAMP
                        WHERE client_id = :client AND state = 'REFRESHING' AND lease_until <= CURRENT_TIMESTAMP
                        """).param("client", clientId).update());
    }

    private boolean end(
            Grant claimed, String attemptId, TokenAnswer.Refusal refusal, String change, @Nullable Instant next) {
        return transaction.commit(() -> ended(claimed, attemptId, refusal, change, next)) == 1;
    }

    private int ended(
            Grant claimed, String attemptId, TokenAnswer.Refusal refusal, String change, @Nullable Instant next) {
        return claimed(
                        claimed,
                        attemptId,
                        "UPDATE ops.user_grant SET " + change
                                + " next_attempt_at = :next, last_error_code = :code, last_error_status = :status,"
                                + " updated_at = CURRENT_TIMESTAMP")
                .param("next", next == null ? null : next.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("code", refusal.code())
                .param("status", refusal.status(), Types.INTEGER)
                .update();
    }

    private JdbcClient.StatementSpec claimed(Grant claimed, String attemptId, String update) {
        return jdbc.sql(update + CLAIMED)
                .param("client", claimed.clientId())
                .param("sub", claimed.sub())
                .param("generation", claimed.generation())
                .param("attempt", attemptId);
    }

    /** Standard SQL, understood by both databases; the precision lets H2 take more than two digits. */
    static String interval(Duration duration) {
        return "INTERVAL '"
                + new BigDecimal(duration.toMillis()).movePointLeft(3).toPlainString() + "' SECOND(6)";
    }

    /**
     * Who claims a grant, and for how long.
     *
     * @param replay true if the refresh token is of doubtful state; the attempt is counted before it is made
     * @param at now, by our clock
     */
    record Claim(String owner, String attempt, Duration lease, boolean replay, TokenRun.Purpose purpose, Instant at) {}
}
