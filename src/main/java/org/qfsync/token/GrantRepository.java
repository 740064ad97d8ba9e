package org.qfsync.token;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code ops.user_grant}, the only table with tokens: what is read from it, and the tokens that consents and refreshes
 * bring. Each change is one conditional UPDATE in a transaction of its own, durable before the call returns; the
 * condition is the generation, so that nobody overwrites a newer grant. {@link GrantClaims} and {@link GrantChanges}
 * write the rest. Thread-safe.
 */
final class GrantRepository {
    private static final String SELECT = "SELECT g.*, "
            + "(lease_until IS NOT NULL AND lease_until > CURRENT_TIMESTAMP) AS lease_live FROM ops.user_grant g ";
    private static final String OF_USER = " WHERE client_id = :client AND sub = :sub ";

    private final JdbcClient jdbc;
    private final GrantTransaction transaction;

    GrantRepository(JdbcClient jdbc, GrantTransaction transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    Optional<Grant> find(String clientId, String sub) {
        return jdbc.sql(SELECT + OF_USER)
                .param("client", clientId)
                .param("sub", sub)
                .query((row, n) -> GrantRow.read(row))
                .optional();
    }

    /** Locks the row until the caller's transaction ends; false if it is not there or was withdrawn. */
    boolean holdStanding(String clientId, String sub) {
        return jdbc.sql("SELECT state FROM ops.user_grant" + OF_USER + "FOR UPDATE")
                .param("client", clientId)
                .param("sub", sub)
                .query(String.class)
                .optional()
                .filter(state -> !state.equals(GrantState.REVOKED.name()))
                .isPresent();
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
            return transaction.commit(() -> update(grant)) == 1;
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
                                refreshed_at = NULL, lease_owner = NULL, attempt_id = NULL, lease_until = NULL,
                                replay_count = 0, failure_count = 0, next_attempt_at = NULL, last_error_code = NULL,
                                last_error_status = NULL, paused_at = NULL, quarantined_at = NULL,
                                withdrawn_at = NULL, erase_at = NULL, updated_at = CURRENT_TIMESTAMP
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
     * Transaction 2: the new tokens. The condition is the presented generation and neither the lease nor the state: a
     * good answer is never thrown away because it came late, or because somebody had given the grant up meanwhile. A
     * grant that was withdrawn is not brought back, and one that was set aside stays so, with its new tokens.
     */
    boolean save(RotatedGrant rotated) {
        return transaction.commit(() -> jdbc.sql("""
                        UPDATE ops.user_grant SET generation = generation + 1, state = 'ACTIVE',
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
