package org.qfsync.token;

import java.math.BigDecimal;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.DurabilityBarrier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * {@code ops.user_grant}, the only table with tokens. Each change is one conditional UPDATE in a transaction of its
 * own, durable before the call returns; the condition is the generation, so that nobody overwrites a newer grant.
 * Leases run by the database's clock. Thread-safe.
 */
final class GrantRepository {
    private static final String SELECT = "SELECT g.*, "
            + "(lease_until IS NOT NULL AND lease_until > CURRENT_TIMESTAMP) AS lease_live FROM ops.user_grant g ";
    private static final String OF_USER = " WHERE client_id = :client AND sub = :sub ";
    private static final String CLAIMED = OF_USER + "AND generation = :generation AND attempt_id = :attempt "
            + "AND state IN ('REFRESHING', 'IN_DOUBT')";

    private final JdbcClient jdbc;
    private final TransactionTemplate ownTransaction;
    private final DurabilityBarrier durability;

    GrantRepository(JdbcClient jdbc, PlatformTransactionManager transactions, DurabilityBarrier durability) {
        this.jdbc = jdbc;
        this.ownTransaction = new TransactionTemplate(transactions);
        this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.durability = durability;
    }

    Optional<Grant> find(String clientId, String sub) {
        return jdbc.sql(SELECT + OF_USER)
                .param("client", clientId)
                .param("sub", sub)
                .query((row, n) -> GrantRow.read(row))
                .optional();
    }

    List<Grant> findAll(String clientId) {
        return jdbc.sql(SELECT + "WHERE client_id = :client ORDER BY sub")
                .param("client", clientId)
                .query((row, n) -> GrantRow.read(row))
                .list();
    }

    /**
     * A newly consented grant; it replaces what stood there, with a generation above it.
     *
     * @return false if that generation has been taken meanwhile
     */
    boolean put(NewGrant grant) {
        try {
            return commit(() -> update(grant)) == 1;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    private int update(NewGrant grant) {
        int updated =
                bind(grant, """
                            UPDATE ops.user_grant SET environment = :environment, state = 'ACTIVE',
                                generation = :generation, scopes = :scopes, refresh_token_sealed = :refresh,
                                access_token_sealed = NULL, access_token_expires_at = NULL, obtained_at = :obtained,
                                lease_owner = NULL, attempt_id = NULL, lease_until = NULL, replay_count = 0,
                                failure_count = 0, next_attempt_at = NULL, last_error_code = NULL,
                                last_error_status = NULL, updated_at = CURRENT_TIMESTAMP
                            """ + OF_USER + "AND generation < :generation").update();
        return updated > 0 ? updated : bind(grant, """
                                    INSERT INTO ops.user_grant (client_id, sub, environment, state, generation, scopes,
                                        refresh_token_sealed, obtained_at, replay_count, failure_count, created_at,
                                        updated_at)
                                    VALUES (:client, :sub, :environment, 'ACTIVE', :generation, :scopes, :refresh,
                                        :obtained, 0, 0, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)
                                    """).update();
    }

    private JdbcClient.StatementSpec bind(NewGrant grant, String sql) {
        return jdbc.sql(sql)
                .param("client", grant.clientId())
                .param("sub", grant.sub())
                .param("environment", grant.environment())
                .param("generation", grant.generation())
                .param("scopes", joined(grant.scopes()))
                .param("refresh", grant.refreshToken().ciphertext())
                .param("obtained", grant.obtainedAt().atOffset(ZoneOffset.UTC));
    }

    /**
     * Transaction 1: takes the lease, if the generation still stands and nobody holds a live one, nor has held one
     * since the grant was read: what that attempt found out must be read first.
     *
     * @param replay true if the refresh token is of doubtful state; this counts the attempt before it is made
     */
    boolean claim(Grant grant, String owner, String attemptId, Duration lease, boolean replay) {
        return commit(() -> jdbc.sql("""
                        UPDATE ops.user_grant SET state = 'REFRESHING', lease_owner = :owner, attempt_id = :attempt,
                            lease_until = CURRENT_TIMESTAMP + %s, replay_count = replay_count + :replay,
                            updated_at = CURRENT_TIMESTAMP
                        """.formatted(interval(lease))
                                + OF_USER
                                + "AND generation = :generation AND state = :state "
                                + "AND attempt_id IS NOT DISTINCT FROM CAST(:seen AS VARCHAR) "
                                + "AND (lease_until IS NULL OR lease_until <= CURRENT_TIMESTAMP)")
                        .param("seen", grant.attemptId().orElse(null), Types.VARCHAR)
                        .param("owner", owner)
                        .param("attempt", attemptId)
                        .param("replay", replay ? 1 : 0)
                        .param("client", grant.clientId())
                        .param("sub", grant.sub())
                        .param("generation", grant.generation())
                        .param("state", grant.state().name())
                        .update())
                == 1;
    }

    /**
     * Transaction 2: the new tokens. The condition is the presented generation and neither the lease nor the state: a
     * good answer is never thrown away because it came late, or because somebody had given the grant up meanwhile. A
     * grant that was withdrawn is not brought back, and one that was set aside stays there, with its new tokens.
     */
    boolean save(RotatedGrant rotated) {
        return commit(() -> jdbc.sql("""
                        UPDATE ops.user_grant SET generation = generation + 1,
                            state = CASE WHEN state IN ('PAUSED', 'QUARANTINED') THEN state ELSE 'ACTIVE' END,
                            refresh_token_sealed = :refresh, access_token_sealed = :access,
                            access_token_expires_at = :expires, scopes = :scopes, refreshed_at = :refreshed,
                            attempt_id = :attempt, lease_owner = NULL, lease_until = NULL, replay_count = 0,
                            failure_count = 0, next_attempt_at = NULL, last_error_code = NULL,
                            last_error_status = NULL, updated_at = CURRENT_TIMESTAMP
                        """ + OF_USER + "AND generation = :generation AND state <> 'REVOKED'")
                        .param("refresh", rotated.refreshToken().ciphertext())
                        .param("access", rotated.accessToken().ciphertext())
                        .param("refreshed", rotated.refreshedAt().atOffset(ZoneOffset.UTC))
                        .param("expires", rotated.accessExpiresAt().atOffset(ZoneOffset.UTC))
                        .param("scopes", joined(rotated.scopes()))
                        .param("attempt", rotated.attemptId())
                        .param("client", rotated.clientId())
                        .param("sub", rotated.sub())
                        .param("generation", rotated.presentedGeneration())
                        .update())
                == 1;
    }

    /** The server provably did not act: the grant is what it was before the claim, and rests until that moment. */
    boolean backOff(Grant claimed, String attemptId, TokenAnswer.Refusal refusal, Instant nextAttemptAt) {
        return release(
                claimed, attemptId, refusal, unclaimed(claimed) + " failure_count = failure_count + 1,", nextAttemptAt);
    }

    /** The fault is ours and not this grant's: it is what it was before the claim, its record of failures included. */
    boolean putBack(Grant claimed, String attemptId) {
        return commit(() -> claimed(
                                claimed,
                                attemptId,
                                "UPDATE ops.user_grant SET " + unclaimed(claimed) + " updated_at = CURRENT_TIMESTAMP")
                        .update())
                == 1;
    }

    private static String unclaimed(Grant claimed) {
        GrantState before = claimed.state() == GrantState.ACTIVE ? GrantState.ACTIVE : GrantState.IN_DOUBT;
        return "state = '" + before + "', lease_owner = NULL, lease_until = NULL, replay_count = "
                + claimed.replayCount() + ",";
    }

    /**
     * The claim ended in doubt. The lease stays, because the server may still be at work on our request; an attempt
     * that a replay had counted is given back.
     */
    boolean inDoubt(Grant claimed, String attemptId, TokenAnswer.Refusal refusal, @Nullable Instant nextAttemptAt) {
        return release(
                claimed,
                attemptId,
                refusal,
                "state = 'IN_DOUBT', replay_count = " + claimed.replayCount() + ","
                        + " failure_count = failure_count + 1,",
                nextAttemptAt);
    }

    /** A definitive no: only the user can help. */
    boolean reauthRequired(Grant claimed, String attemptId, TokenAnswer.Refusal refusal) {
        return release(
                claimed,
                attemptId,
                refusal,
                "state = 'REAUTH_REQUIRED', lease_owner = NULL, lease_until = NULL,",
                null);
    }

    /** Introspection gave a definitive no to a grant in doubt that nobody holds. */
    boolean refuseDoubtful(Grant grant, TokenAnswer.Refusal refusal) {
        return commit(() -> jdbc.sql("""
                        UPDATE ops.user_grant SET state = 'REAUTH_REQUIRED', lease_owner = NULL, lease_until = NULL,
                            last_error_code = :code, updated_at = CURRENT_TIMESTAMP
                        """
                                + OF_USER
                                + "AND generation = :generation AND state IN ('IN_DOUBT', 'REFRESHING') "
                                + "AND (lease_until IS NULL OR lease_until <= CURRENT_TIMESTAMP)")
                        .param("code", refusal.code())
                        .param("client", grant.clientId())
                        .param("sub", grant.sub())
                        .param("generation", grant.generation())
                        .update())
                == 1;
    }

    /** A refresh whose process died: its lease is over, its outcome unknown. */
    int markAbandonedInDoubt(String clientId) {
        return commit(() -> jdbc.sql("""
                        UPDATE ops.user_grant SET state = 'IN_DOUBT', last_error_code = 'abandoned',
                            updated_at = CURRENT_TIMESTAMP
                        WHERE client_id = :client AND state = 'REFRESHING' AND lease_until <= CURRENT_TIMESTAMP
                        """).param("client", clientId).update());
    }

    private boolean release(
            Grant claimed, String attemptId, TokenAnswer.Refusal refusal, String change, @Nullable Instant next) {
        return commit(() -> claimed(
                                claimed,
                                attemptId,
                                "UPDATE ops.user_grant SET " + change
                                        + " next_attempt_at = :next, last_error_code = :code, last_error_status = :status,"
                                        + " updated_at = CURRENT_TIMESTAMP")
                        .param(
                                "next",
                                next == null ? null : next.atOffset(ZoneOffset.UTC),
                                Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("code", refusal.code())
                        .param("status", refusal.status(), Types.INTEGER)
                        .update())
                == 1;
    }

    private JdbcClient.StatementSpec claimed(Grant claimed, String attemptId, String update) {
        return jdbc.sql(update + CLAIMED)
                .param("client", claimed.clientId())
                .param("sub", claimed.sub())
                .param("generation", claimed.generation())
                .param("attempt", attemptId);
    }

    private int commit(java.util.function.IntSupplier update) {
        Integer rows = ownTransaction.execute(status -> update.getAsInt());
        durability.awaitDurable();
        return rows == null ? 0 : rows;
    }

    /** Standard SQL, understood by both databases; the precision lets H2 take more than two digits. */
    private static String interval(Duration duration) {
        return "INTERVAL '"
                + new BigDecimal(duration.toMillis()).movePointLeft(3).toPlainString() + "' SECOND(6)";
    }

    private static String joined(Set<String> scopes) {
        return scopes.stream().sorted().collect(Collectors.joining(" "));
    }

    /** A grant as consent brings it. */
    record NewGrant(
            String clientId,
            String sub,
            String environment,
            long generation,
            Set<String> scopes,
            SealedToken refreshToken,
            Instant obtainedAt) {}

    /** A grant after a refresh. */
    record RotatedGrant(
            String clientId,
            String sub,
            long presentedGeneration,
            Set<String> scopes,
            SealedToken refreshToken,
            SealedToken accessToken,
            Instant refreshedAt,
            Instant accessExpiresAt,
            String attemptId) {}
}
