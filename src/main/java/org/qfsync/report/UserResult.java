package org.qfsync.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What became of a user in one run.
 *
 * @param state PENDING, DONE, FAILED or SKIPPED
 * @param cause the reason in a few words; empty if all went well
 * @param endedAt when work on the user ended; empty if it has not begun
 * @param hint what to do; may be empty
 */
public record UserResult(
        long runId,
        LocalDate night,
        int pass,
        String state,
        String cause,
        Optional<Instant> endedAt,
        long requests,
        String hint) {}
