package org.qfsync.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.qfsync.job.Nights;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a night by a trigger of its own, stored as the schedule is, so that it survives a restart of the daemon. The
 * next scheduled fire takes its place. Thread-safe.
 */
final class Retries {
    static final TriggerKey KEY = new TriggerKey("retry", NightSchedule.GROUP);

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);
    private static final String NUMBER = "retry";

    private final RetryProperties properties;
    private final Nights nights;
    private final Clock clock;

    Retries(RetryProperties properties, Nights nights, Clock clock) {
        this.properties = properties;
        this.nights = nights;
        this.clock = clock;
    }

    /** A fire begins; returns the number of the repetition that it is, 0 for a scheduled one. */
    int begin(JobExecutionContext fire) throws SchedulerException {
        String number = fire.getMergedJobDataMap().getString(NUMBER);
        if (number != null) {
            return Integer.parseInt(number);
        }
        fire.getScheduler().unscheduleJob(KEY);
        return 0;
    }

    /** True if a repetition is to come, be it one that the last daemon stored. */
    static boolean isOneStored(Scheduler scheduler) throws SchedulerException {
        return scheduler.checkExists(KEY);
    }

    /** True if the night is to be repeated should it fail or leave users open in the repetition of that number. */
    boolean areLeftAfter(int retry) {
        return retry < properties.retries();
    }

    /**
     * The night failed or left users open, in the repetition of that number.
     *
     * @return true if it will be repeated
     */
    boolean afterFailure(Scheduler scheduler, int retry) throws SchedulerException {
        if (areLeftAfter(retry)) {
            return again(scheduler, retry + 1, properties.before(retry + 1));
        }
        LOG.warn("The night was repeated {} times; what is open waits for the next one, or for: qfsync run", retry);
        return false;
    }

    /**
     * A run by hand was in the way: that is no failure of the night, so it does not count.
     *
     * @return true if it will be repeated
     */
    boolean afterLeaseTaken(Scheduler scheduler, int retry) throws SchedulerException {
        return again(scheduler, retry, properties.delay());
    }

    private boolean again(Scheduler scheduler, int retry, Duration delay) throws SchedulerException {
        Instant at = clock.instant().plus(delay);
        boolean nextNightIsSooner = nights.nextFires(clock.instant(), 1).stream()
                .anyMatch(fire -> !fire.toInstant().isAfter(at));
        if (nextNightIsSooner) {
            LOG.info("Not repeated: the next scheduled fire comes before {}", at);
            return false;
        }
        Trigger trigger = TriggerBuilder.newTrigger()
                .withIdentity(KEY)
                .withDescription("Repeats a night that was not complete")
                .forJob(NightSchedule.JOB)
                .usingJobData(NUMBER, String.valueOf(retry))
                .startAt(Date.from(at))
                .withSchedule(SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionFireNow())
                .build();
        if (scheduler.rescheduleJob(KEY, trigger) == null) {
            scheduler.scheduleJob(trigger);
        }
        LOG.info("The night is tried again at {}", at);
        return true;
    }
}
