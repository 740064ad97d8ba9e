package org.qfsync.job;

import java.util.List;
import java.util.Optional;

/**
 * What was put in order after a process that died.
 *
 * @param busy who is alive, so that nothing was done; empty if it was
 * @param closed the runs whose books were closed, each of them to be resumed
 * @param executions how many executions of Spring Batch were closed
 * @param grants how many users' grants a refresh was cut off for; the next run finds out how they stand
 */
public record Recovered(Optional<String> busy, List<Run> closed, int executions, int grants) {
    public Recovered {
        closed = List.copyOf(closed);
    }
}
