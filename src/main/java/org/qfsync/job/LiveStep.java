package org.qfsync.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far one step of the run under way is.
 *
 * @param step its name
 * @param status of Spring Batch: STARTED while it is under way
 * @param since when it began
 * @param took from its beginning until now or its end
 * @param done users or chapters that it is through with
 * @param total of how many; 0 where it is not known or not counted
 * @param open of those done, how many failed or wait for somebody
 * @param perSecond how many it does in a second, on average; 0 as long as there is too little to tell by
 * @param left how long it takes yet at that rate; empty as long as there is too little to tell by
 */
public record LiveStep(
        String step,
        String status,
        Instant since,
        Duration took,
        long done,
        long total,
        long open,
        double perSecond,
        Optional<Duration> left) {
    /** True while it is under way. */
    public boolean isUnderWay() {
        return status.equals("STARTED");
    }
}
