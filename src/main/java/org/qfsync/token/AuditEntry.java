package org.qfsync.token;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of the audit.
 *
 * @param number in order
 * @param userFingerprint SHA-256 of the user's {@code sub} in hex; empty where no single user is concerned
 * @param detail more about it; may be empty
 */
public record AuditEntry(
        long number,
        Instant happenedAt,
        Actor actor,
        AuditEvent event,
        Optional<String> userFingerprint,
        String detail) {}
