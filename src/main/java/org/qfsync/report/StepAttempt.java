package org.qfsync.report;

import java.time.Duration;
import java.util.Optional;

/**
 * One step in one attempt at a run; the workers of a partitioned step are summed up.
 *
 * @param attempt which one, from 1
 * @param workers how many side by side; 1 for an ordinary step
 * @param duration empty if its process died
 * @param read items taken up
 * @param written items stored
 * @param setAside items that wait for somebody
 * @param failed items that failed
 */
public record StepAttempt(
        int attempt,
        String step,
        int workers,
        String status,
        Optional<Duration> duration,
        long read,
        long written,
        long setAside,
        long failed) {}
