package org.qfsync.schedule;

import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.TimeZone;
import org.qfsync.job.Nights;
import org.qfsync.job.Runs;
import org.qfsync.job.ScheduleProperties;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedule while it is kept: one job, one cron trigger, both in the database, so that a fire missed while the
 * daemon was down is made up for once, and a night that its death interrupted is taken up again. It fires from
 * {@link #start} to {@link #close}. Thread-safe.
 */
public final class NightSchedule implements AutoCloseable {
    static final String GROUP = "qfsync";
    static final JobKey JOB = new JobKey("night", GROUP);
    static final TriggerKey TRIGGER = new TriggerKey("night", GROUP);

    private static final Logger LOG = LoggerFactory.getLogger(NightSchedule.class);

    private final Scheduler scheduler;
    private final Nights nights;
    private final Runs runs;

    NightSchedule(Scheduler scheduler, Nights nights, Runs runs) {
        this.scheduler = scheduler;
        this.nights = nights;
        this.runs = runs;
    }

    /**
     * Puts the configured schedule in the place of a stored one that differs, and begins to fire. What the last daemon
     * left behind, if it died, is put in order and told before: the night may not be taken up again for a day.
     *
     * @throws IllegalStateException if the job store refuses
     */
    public void start() {
        try {
            scheduler.addJob(job(), true);
            Trigger stored = scheduler.getTrigger(TRIGGER);
            if (stored == null) {
                scheduler.scheduleJob(trigger());
            } else if (!isCurrent(stored)) {
                LOG.info(
                        "The schedule changed to \"{}\" {}",
                        schedule().cron(),
                        schedule().zone());
                scheduler.rescheduleJob(TRIGGER, trigger());
            }
            putInOrder();
            scheduler.start();
        } catch (SchedulerException e) {
            throw new IllegalStateException("The schedule cannot be started", e);
        }
    }

    /** What cannot be put in order now is by the next run, or told after it: no reason not to keep the schedule. */
    private void putInOrder() throws SchedulerException {
        boolean isRepeated = Retries.isOneStored(scheduler);
        try {
            runs.recoverAnyLeft("the start of the daemon");
            if (!isRepeated) {
                runs.notRepeated("the start of the daemon");
            }
        } catch (RuntimeException e) {
            LOG.error(
                    "What the last daemon left behind could not be put in order; the next run does it, or: qfsync"
                            + " runs recover",
                    e);
        }
    }

    /** Fires once now, beside the schedule. */
    void fireNow() {
        try {
            scheduler.triggerJob(JOB);
        } catch (SchedulerException e) {
            throw new IllegalStateException("The schedule cannot be fired", e);
        }
    }

    /** Cron expression and zone that it goes by. */
    public ScheduleProperties schedule() {
        return nights.schedule();
    }

    /** When it fires next, scheduled or as a repetition; empty if never. */
    public Optional<ZonedDateTime> nextFire() {
        try {
            return scheduler.getTriggersOfJob(JOB).stream()
                    .flatMap(trigger -> Optional.ofNullable(trigger.getNextFireTime()).stream())
                    .min(java.util.Date::compareTo)
                    .map(fire -> fire.toInstant().atZone(schedule().zone()));
        } catch (SchedulerException e) {
            throw new IllegalStateException("The schedule cannot be read", e);
        }
    }

    /**
     * Fires no more, asks a run under way to stop, and returns when it has: after the users in flight. That run can be
     * resumed. A second call does nothing.
     */
    @Override
    public void close() {
        try {
            if (!scheduler.isShutdown()) {
                scheduler.standby();
                runs.requestStop();
                scheduler.shutdown(true);
            }
        } catch (SchedulerException e) {
            LOG.warn("The scheduler did not end well: {}", e.getMessage());
        }
    }

    private boolean isCurrent(Trigger stored) {
        return stored instanceof CronTrigger cron
                && cron.getCronExpression().equals(schedule().cron())
                && cron.getTimeZone().toZoneId().equals(schedule().zone());
    }

    static JobDetail job() {
        return JobBuilder.newJob(NightJob.class)
                .withIdentity(JOB)
                .withDescription("Runs tonight as far as it is open")
                .storeDurably()
                .requestRecovery()
                .build();
    }

    private Trigger trigger() {
        return TriggerBuilder.newTrigger()
                .withIdentity(TRIGGER)
                .withDescription("The configured schedule")
                .forJob(JOB)
                .withSchedule(CronScheduleBuilder.cronSchedule(schedule().cron())
                        .inTimeZone(TimeZone.getTimeZone(schedule().zone()))
                        .withMisfireHandlingInstructionFireAndProceed())
                .build();
    }
}
