package org.qfsync.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qfsync.job.Nights;
import org.qfsync.job.Run;
import org.qfsync.job.RunRequest;
import org.qfsync.job.RunResult;
import org.qfsync.job.Runs;
import org.qfsync.schedule.ScheduleState.Pause;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * A fire of the schedule: runs tonight as far as it is open, and sees to it that a night that did not come out whole is
 * tried again later. While the database is away, a fire waits for it as long as the daemon lives, and people are told: none
 * is lost by an outage. The job store knows it by its class name.
 */
@DisallowConcurrentExecution
final class NightJob implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(NightJob.class);

    private final Runs runs;
    private final Nights nights;
    private final Care care;
    private final ScheduleControl control;
    private final Patience patience;

    NightJob(Runs runs, Nights nights, Care care, ScheduleControl control) {
        this.runs = runs;
        this.nights = nights;
        this.care = care;
        this.control = control;
        this.patience = new Patience(Duration.ofSeconds(2), Duration.ofHours(1), runs::cannotBegin);
    }

    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
        Retries retries = care.retries();
        Scheduler scheduler = context.getScheduler();
        try {
            int retry = onceTheDatabaseAnswers(scheduler, () -> retries.begin(context));
            String askedBy = context.getMergedJobDataMap().getString(ScheduleControl.ASKED_BY);
            if (askedBy == null && onceTheDatabaseAnswers(scheduler, this::isPaused)) {
                tellWhatWasPutOff(scheduler);
                return;
            }
            LOG.info("The schedule fires{}", words(askedBy, retry));
            RunResult.End end = run(retries.areLeftAfter(retry));
            boolean repeated = false;
            try {
                repeated = isRepeated(scheduler, end, retry);
            } finally {
                if (!repeated) {
                    tellWhatWasPutOff(scheduler);
                }
            }
        } catch (SchedulerException | DataAccessException e) {
            LOG.error(
                    "The schedule could not be kept, because the database did not answer. When it does: qfsync run", e);
            throw new JobExecutionException("A fire of the schedule could not be carried out", e);
        }
    }

    private boolean isRepeated(Scheduler scheduler, RunResult.End end, int retry) throws SchedulerException {
        Retries retries = care.retries();
        return switch (end) {
            case PARTIAL, FAILED -> onceTheDatabaseAnswers(scheduler, () -> retries.afterFailure(scheduler, retry));
            case LEASE_TAKEN, LEASE_LOST ->
                onceTheDatabaseAnswers(scheduler, () -> retries.afterLeaseTaken(scheduler, retry));
            case COMPLETED, NOTHING_TO_DO, STOPPED, UNKNOWN_NIGHT -> false;
        };
    }

    /**
     * No repetition is to come. Whoever has the right to run may tell nothing of the night, so it is waited for; should the
     * daemon end before, the next one does it.
     */
    private void tellWhatWasPutOff(Scheduler scheduler) throws SchedulerException {
        while (!onceTheDatabaseAnswers(scheduler, () -> runs.notRepeated("what is to be told of the night"))
                && !scheduler.isInStandbyMode()) {
            patience.pause();
        }
    }

    private <T> T onceTheDatabaseAnswers(Scheduler scheduler, Patience.Question<T> question) throws SchedulerException {
        return patience.ask(question, scheduler::isInStandbyMode);
    }

    private boolean isPaused() {
        Optional<Pause> pause = control.currentPause();
        pause.ifPresent(found -> LOG.warn(
                "The schedule is {}: this fire starts no run. To go on: qfsync schedule resume", found.words()));
        return pause.isPresent();
    }

    private static String words(@Nullable String askedBy, int retry) {
        if (askedBy != null) {
            return ", asked for by " + askedBy;
        }
        return retry == 0 ? "" : ", repetition " + retry;
    }

    private RunResult.End run(boolean repeated) {
        try {
            RunResult result =
                    runs.run(RunRequest.tonight("the daemon's scheduled night").toBeRepeated(repeated));
            if (result.end() == RunResult.End.NOTHING_TO_DO && isOlderThanThisFire(result.run())) {
                // A schedule may fire more than once a day: each fire wants a pass that began after it.
                result = runs.run(new RunRequest(Optional.empty(), true, "the daemon's scheduled further pass")
                        .toBeRepeated(repeated));
            }
            say(result);
            return result.end();
        } catch (RuntimeException e) {
            LOG.error("The scheduled night ended by a defect", e);
            return RunResult.End.FAILED;
        }
    }

    private boolean isOlderThanThisFire(Optional<Run> run) {
        Optional<Instant> fire = nights.lastFire(care.clock().instant());
        return run.isPresent() && fire.isPresent() && run.get().startedAt().isBefore(fire.get());
    }

    private static void say(RunResult result) {
        switch (result.end()) {
            case PARTIAL, FAILED, LEASE_TAKEN, LEASE_LOST -> LOG.warn("{}", result.message());
            default -> LOG.info("{}", result.message());
        }
        result.warnings().forEach(warning -> LOG.warn("{}", warning));
    }

    /** What it needs to look after a night later. */
    record Care(Retries retries, Clock clock) {}
}
