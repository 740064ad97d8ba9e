package org.qfsync.token;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code ops.client_secret}: since when we know each secret of our client. A secret itself is in no database; the few
 * digits of its SHA-256 tell one from the next, and are too few to find a long random one by. Thread-safe, and across
 * processes.
 */
final class SeenSecrets {
    private static final Actor PROGRAM = Actor.program("token");

    private final JdbcClient jdbc;
    private final GrantTransaction transaction;
    private final Audit audit;
    private final String clientId;
    private final Clock clock;

    SeenSecrets(JdbcClient jdbc, GrantTransaction transaction, Audit audit, String clientId, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.audit = audit;
        this.clientId = clientId;
        this.clock = clock;
    }

    /** It is in use now; a new one is audited. */
    void note(String fingerprint) {
        if (update(fingerprint) == 0) {
            try {
                transaction.commit(() -> insert(fingerprint));
            } catch (DuplicateKeyException e) {
                // Another process was first, with the same news.
                update(fingerprint);
            }
        }
    }

    /** When it was first used; empty if it never was. */
    Optional<Instant> firstSeen(String fingerprint) {
        return jdbc.sql(
                        "SELECT first_seen_at FROM ops.client_secret WHERE client_id = :client AND fingerprint = :print")
                .param("client", clientId)
                .param("print", fingerprint)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    private int update(String fingerprint) {
        return transaction.commit(() -> jdbc.sql("""
                        UPDATE ops.client_secret SET last_seen_at = :now
                        WHERE client_id = :client AND fingerprint = :print
                        """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("client", clientId)
                .param("print", fingerprint)
                .update());
    }

    private int insert(String fingerprint) {
        int rows = jdbc.sql("""
                        INSERT INTO ops.client_secret (client_id, fingerprint, first_seen_at, last_seen_at)
                        VALUES (:client, :print, :now, :now)
                        """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("client", clientId)
                .param("print", fingerprint)
                .update();
        audit.record(PROGRAM, AuditEvent.SECRET_SEEN, Optional.empty(), "fingerprint " + fingerprint);
        return rows;
    }
}
