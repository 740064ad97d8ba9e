package org.qfsync.token;

import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What people decide about grants: pause, quarantine, withdrawal, erasure. Each change is audited in its own
 * transaction, durable before the call returns. Setting a grant aside leaves the state of its tokens alone, so that a
 * doubt about them outlives any pause. Thread-safe.
 */
final class GrantChanges {
    private static final String OF_USER = " WHERE client_id = :client AND sub = :sub ";
    private static final String LIVING = "AND state IN ('ACTIVE', 'REFRESHING', 'IN_DOUBT') ";
    private static final String LEASE_OVER = "AND (lease_until IS NULL OR lease_until <= CURRENT_TIMESTAMP) ";

    private final JdbcClient jdbc;
    private final GrantTransaction transaction;
    private final Audit audit;
    private final Clock clock;

    GrantChanges(JdbcClient jdbc, GrantTransaction transaction, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.audit = audit;
        this.clock = clock;
    }

    boolean pause(String clientId, String sub, Actor who) {
        return transaction.commit(() -> audited(
                        update(
                                "SET paused_at = :now",
                                LIVING + "AND paused_at IS NULL AND quarantined_at IS NULL",
                                clientId,
                                sub),
                        who,
                        AuditEvent.PAUSED,
                        sub,
                        ""))
                == 1;
    }

    boolean resume(String clientId, String sub, Actor who) {
        return transaction.commit(() -> audited(
                        update(
                                "SET paused_at = NULL, updated_at = :now",
                                LIVING + "AND paused_at IS NOT NULL AND quarantined_at IS NULL",
                                clientId,
                                sub),
                        who,
                        AuditEvent.RESUMED,
                        sub,
                        ""))
                == 1;
    }

    /**
     * Holds back all that could still be used; each is in doubt from then on, because its token may be spent.
     *
     * @param code what each of them says about it
     */
    int quarantineAll(String clientId, Actor who, String code, String reason) {
        return transaction.commit(() -> {
            List<String> subs = lock(LIVING + "AND quarantined_at IS NULL", clientId);
            jdbc.sql("""
                            UPDATE ops.user_grant SET quarantined_at = :now, last_error_code = :code,
                                last_error_status = NULL, next_attempt_at = NULL,
                                replay_count = CASE WHEN state = 'ACTIVE' THEN 0 ELSE replay_count END,
                                state = CASE WHEN state = 'ACTIVE' THEN 'IN_DOUBT' ELSE state END,
                                updated_at = CURRENT_TIMESTAMP
                            WHERE client_id = :client AND quarantined_at IS NULL
                            """ + LIVING)
                    .param("now", now())
                    .param("code", code)
                    .param("client", clientId)
                    .update();
            audit.recordAll(who, AuditEvent.QUARANTINED, subs, reason);
            return subs.size();
        });
    }

    /** What is held back for the one reason is held back for the other from now on. */
    void exchangeCode(String clientId, String from, String to) {
        transaction.commit(() -> jdbc.sql("UPDATE ops.user_grant SET last_error_code = :to"
                        + " WHERE client_id = :client AND quarantined_at IS NOT NULL AND last_error_code = :from")
                .param("to", to)
                .param("client", clientId)
                .param("from", from)
                .update());
    }

    /** The server has said that the token of a grant in quarantine is spent. */
    boolean refuseHeldBack(Grant grant, Actor who, String detail) {
        return transaction.commit(() -> audited(
                        update(
                                "SET state = 'REAUTH_REQUIRED', quarantined_at = NULL, lease_owner = NULL,"
                                        + " lease_until = NULL, last_error_code = 'token_inactive',"
                                        + " last_error_status = 200, updated_at = :now",
                                LIVING + "AND quarantined_at IS NOT NULL AND generation = " + grant.generation() + " "
                                        + LEASE_OVER,
                                grant.clientId(),
                                grant.sub()),
                        who,
                        AuditEvent.REAUTH_REQUIRED,
                        grant.sub(),
                        detail))
                == 1;
    }

    /** Frees what is in quarantine; its access token is forgotten, so that the next use asks the server anew. */
    int release(String clientId, Optional<String> sub, Actor who, String detail) {
        return transaction.commit(() -> {
            List<String> subs = lock(LIVING + "AND quarantined_at IS NOT NULL", clientId).stream()
                    .filter(held -> sub.isEmpty() || sub.get().equals(held))
                    .toList();
            for (String held : subs) {
                update(
                        "SET quarantined_at = NULL, access_token_sealed = NULL, access_token_expires_at = NULL,"
                                + " updated_at = :now",
                        LIVING,
                        clientId,
                        held);
            }
            audit.recordAll(who, AuditEvent.RELEASED, subs, detail);
            return subs.size();
        });
    }

    /**
     * The consent is withdrawn. The tokens stay for as long as it takes to revoke them, but nobody can claim or save
     * any more. Whoever dies before {@link #deleteTokens} leaves a row that {@link #unfinished} finds.
     *
     * @param forced true to take the lease from whoever holds it
     * @return false if the grant has moved on meanwhile, or somebody holds it
     */
    boolean withdraw(Grant grant, Actor who, Instant eraseAt, Duration lease, boolean forced) {
        return transaction.commit(() -> audited(
                        jdbc.sql("""
                                        UPDATE ops.user_grant SET state = 'REVOKED', withdrawn_at = :now,
                                            erase_at = :erase, paused_at = NULL, quarantined_at = NULL,
                                            next_attempt_at = NULL, lease_owner = NULL,
                                            lease_until = CURRENT_TIMESTAMP + %s, updated_at = CURRENT_TIMESTAMP
                                        """.formatted(GrantClaims.interval(lease))
                                        + OF_USER + "AND generation = :generation AND state <> 'REVOKED' "
                                        + (forced ? "" : LEASE_OVER))
                                .param("now", now())
                                .param("erase", eraseAt.atOffset(ZoneOffset.UTC))
                                .param("client", grant.clientId())
                                .param("sub", grant.sub())
                                .param("generation", grant.generation())
                                .update(),
                        who,
                        AuditEvent.DISCONNECTED,
                        grant.sub(),
                        "all data to be deleted at " + eraseAt))
                == 1;
    }

    /** Takes up a withdrawal whose process died before the tokens were deleted. */
    boolean takeUpWithdrawal(Grant grant, Duration lease) {
        return transaction.commit(() -> jdbc.sql("UPDATE ops.user_grant SET lease_until = CURRENT_TIMESTAMP + "
                                + GrantClaims.interval(lease) + ", updated_at = CURRENT_TIMESTAMP" + OF_USER
                                + "AND generation = :generation AND state = 'REVOKED' " + LEASE_OVER)
                        .param("client", grant.clientId())
                        .param("sub", grant.sub())
                        .param("generation", grant.generation())
                        .update())
                == 1;
    }

    /** Deletes what is left of a withdrawn grant's tokens, whatever the server said about them. */
    boolean deleteTokens(Grant grant, Actor who, String upstream) {
        return transaction.commit(() -> audited(
                        jdbc.sql("""
                                        UPDATE ops.user_grant SET refresh_token_sealed = NULL,
                                            access_token_sealed = NULL, access_token_expires_at = NULL,
                                            lease_until = NULL, updated_at = CURRENT_TIMESTAMP
                                        """ + OF_USER + "AND generation = :generation AND state = 'REVOKED'")
                                .param("client", grant.clientId())
                                .param("sub", grant.sub())
                                .param("generation", grant.generation())
                                .update(),
                        who,
                        AuditEvent.REVOKED,
                        grant.sub(),
                        "upstream: " + upstream))
                == 1;
    }

    /** Users whose withdrawal ended before their tokens were deleted; nobody is at work on them. */
    List<String> unfinished(String clientId) {
        return jdbc.sql("SELECT sub FROM ops.user_grant WHERE client_id = :client AND state = 'REVOKED' "
                        + "AND refresh_token_sealed IS NOT NULL " + LEASE_OVER + "ORDER BY sub")
                .param("client", clientId)
                .query(String.class)
                .list();
    }

    /** Deletes a withdrawn grant; in the caller's transaction if there is one. */
    boolean delete(String clientId, String sub) {
        return transaction.join(() -> jdbc.sql("DELETE FROM ops.user_grant" + OF_USER
                                + "AND state = 'REVOKED' AND refresh_token_sealed IS NULL")
                        .param("client", clientId)
                        .param("sub", sub)
                        .update())
                == 1;
    }

    private List<String> lock(String condition, String clientId) {
        return jdbc.sql("SELECT sub FROM ops.user_grant WHERE client_id = :client " + condition
                        + " ORDER BY sub FOR UPDATE")
                .param("client", clientId)
                .query(String.class)
                .list();
    }

    private int update(String set, String condition, String clientId, String sub) {
        return jdbc.sql("UPDATE ops.user_grant " + set + OF_USER + condition)
                .param("now", now(), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("client", clientId)
                .param("sub", sub)
                .update();
    }

    private int audited(int rows, Actor who, AuditEvent event, String sub, String detail) {
        if (rows > 0) {
            audit.record(who, event, Optional.of(sub), detail);
        }
        return rows;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
