package org.qfsync.token;

import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Fingerprint;
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
    /** The error code of a grant that another user's identity came with. */
    static final String FOREIGN_SUB = "foreign_identity";

    private static final Actor REFRESH = Actor.program("refresh");
    private static final String OF_USER = " WHERE client_id = :client AND sub = :sub ";

    private final JdbcClient jdbc;
    private final GrantTransaction transaction;
    private final Audit audit;

    GrantRepository(JdbcClient jdbc, GrantTransaction transaction, Audit audit) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.audit = audit;
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

    /** Users whose grants could be kept alive and were not rotated since then; who waited longest comes first. */
    List<String> idle(String clientId, Instant since) {
        return jdbc.sql("""
                        SELECT sub FROM ops.user_grant
                        WHERE client_id = :client AND state IN ('ACTIVE', 'REFRESHING', 'IN_DOUBT')
                            AND quarantined_at IS NULL
                            AND (COALESCE(refreshed_at, obtained_at, created_at) <= :since
                                OR (paused_at IS NOT NULL AND state <> 'ACTIVE'))
                        ORDER BY COALESCE(refreshed_at, obtained_at, created_at), sub
                        """)
                .param("client", clientId)
                .param("since", since.atOffset(ZoneOffset.UTC))
                .query(String.class)
                .list();
    }

    /** Those in quarantine for one of these reasons that nobody is at work on, ordered by user. */
    List<Grant> heldBack(String clientId, Collection<String> codes) {
        return jdbc.sql(SELECT + """
                        WHERE client_id = :client AND state IN ('ACTIVE', 'REFRESHING', 'IN_DOUBT')
                            AND quarantined_at IS NOT NULL AND last_error_code IN (:codes)
                            AND (lease_until IS NULL OR lease_until <= CURRENT_TIMESTAMP)
                        ORDER BY sub
                        """)
                .param("client", clientId)
                .param("codes", codes)
                .query((row, n) -> GrantRow.read(row))
                .list();
    }

    /** A run used its access token. Nothing that must survive a crash. */
    void noteUse(String clientId, String sub, Instant at) {
        jdbc.sql("UPDATE ops.user_grant SET last_used_at = :at" + OF_USER)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("client", clientId)
                .param("sub", sub)
                .update();
    }

    /**
     * A newly consented grant; it replaces what stood there, with a generation above it.
     *
     * @param alongside done in the same transaction
     * @return false if that generation has been taken meanwhile
     */
    boolean put(NewGrant grant, Runnable alongside) {
        try {
            return transaction.commit(() -> {
                        int stored = update(grant);
                        alongside.run();
                        return stored;
                    })
                    == 1;
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
     * Transaction 2: the new tokens. The condition is the presented generation of the same consent (a user who was
     * erased and comes back starts at generation 0 again), and neither the lease nor the state: a
     * good answer is never thrown away because it came late, or because somebody had given the grant up meanwhile. A
     * grant that was withdrawn is not brought back, and one that was set aside stays so, with its new tokens; one in
     * quarantine still says why.
     */
    boolean save(RotatedGrant rotated) {
        return transaction.commit(() -> {
                    int rows = update(rotated);
                    if (rows > 0 && rotated.foreignSub().isPresent()) {
                        audit.record(
                                REFRESH,
                                AuditEvent.QUARANTINED,
                                Optional.of(rotated.sub()),
                                "the refresh came with the identity of user "
                                        + Fingerprint.of(rotated.foreignSub().get()));
                    }
                    return rows;
                })
                == 1;
    }

    private int update(RotatedGrant rotated) {
        return jdbc.sql("""
                        UPDATE ops.user_grant SET generation = generation + 1, state = 'ACTIVE',
                            refresh_token_sealed = :refresh, access_token_sealed = :access,
                            access_token_expires_at = :expires, scopes = :scopes, refreshed_at = :refreshed,
                            attempt_id = :attempt, lease_owner = NULL, lease_until = NULL, replay_count = 0,
                            failure_count = 0, next_attempt_at = NULL,
                            last_error_code = COALESCE(CAST(:error AS VARCHAR),
                                CASE WHEN quarantined_at IS NULL THEN NULL ELSE last_error_code END),
                            last_error_status = NULL, updated_at = CURRENT_TIMESTAMP,
                            quarantined_at = CASE WHEN :foreign THEN :refreshed ELSE quarantined_at END
                        """ + OF_USER + """
                        AND generation = :generation AND state <> 'REVOKED'
                        AND (obtained_at = :consent OR CAST(:consent AS TIMESTAMP WITH TIME ZONE) IS NULL)
                        """)
                .param("consent", utc(rotated.obtainedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("refresh", rotated.refreshToken().ciphertext())
                .param("access", rotated.accessToken().ciphertext())
                .param("refreshed", rotated.refreshedAt().atOffset(ZoneOffset.UTC))
                .param("expires", rotated.accessExpiresAt().atOffset(ZoneOffset.UTC))
                .param("scopes", joined(rotated.scopes()))
                .param("attempt", rotated.attemptId())
                .param("client", rotated.clientId())
                .param("sub", rotated.sub())
                .param("generation", rotated.presentedGeneration())
                .param("foreign", rotated.foreignSub().isPresent())
                .param("error", rotated.foreignSub().map(other -> FOREIGN_SUB).orElse(null), Types.VARCHAR)
                .update();
    }

    private static @Nullable OffsetDateTime utc(Optional<Instant> instant) {
        return instant.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null);
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

    /**
     * A grant after a refresh.
     *
     * @param obtainedAt of the consent whose token was presented; empty where it is not known
     * @param foreignSub whom its ID token names, if that is not the user (OpenID Connect Core section 12.2): it goes
     *     into quarantine then, with its tokens, which may be the only ones that the server still knows
     */
    record RotatedGrant(
            String clientId,
            String sub,
            long presentedGeneration,
            Set<String> scopes,
            SealedToken refreshToken,
            SealedToken accessToken,
            Instant refreshedAt,
            Instant accessExpiresAt,
            String attemptId,
            Optional<Instant> obtainedAt,
            Optional<String> foreignSub) {}
}
