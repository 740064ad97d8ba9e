package org.qfsync.domain;

/**
 * Makes what was committed survive the death of the process. H2 in file mode acknowledges a commit before it reaches
 * the disk; what must never be lost, a rotated refresh token above all, passes the barrier before anyone relies on
 * it. Implementations are thread-safe.
 */
@FunctionalInterface
public interface DurabilityBarrier {
    /** Returns when every commit that had returned before this call is on disk. */
    void awaitDurable();
}
