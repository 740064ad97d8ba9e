package org.qfsync.job;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * Names the workers of the users step. A partition is a worker and not a share of the users: with fixed shares the last
 * worker would still be at it when all others are idle.
 */
final class WorkerPartitioner implements Partitioner {
    @Override
    public Map<String, ExecutionContext> partition(int gridSize) {
        return IntStream.rangeClosed(1, gridSize)
                .boxed()
                .collect(Collectors.toMap("%03d"::formatted, worker -> new ExecutionContext()));
    }
}
