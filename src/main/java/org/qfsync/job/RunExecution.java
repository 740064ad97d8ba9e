package org.qfsync.job;

import io.micrometer.observation.Observation;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;
import org.qfsync.domain.Verdict;
import org.qfsync.http.RequestMeter;
import org.qfsync.report.Remedies;
import org.qfsync.store.ForeignDatabaseException;
import org.qfsync.store.SchemaDrift;
import org.qfsync.store.Stamp;
import org.qfsync.store.UnknownFields;
import org.qfsync.token.Ticker;
import org.qfsync.token.Tokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** One attempt at one pass: recover what a dead process left, pass the gate, start or restart the job, keep the books. */
final class RunExecution {
    private static final Logger LOG = LoggerFactory.getLogger(RunExecution.class);

    private final JobOperator operator;
    private final JobRepository repository;
    private final Job job;
    private final VerdictDecider decider;
    private final RunParts parts;
    private final Surroundings around;

    RunExecution(
            JobOperator operator,
            JobRepository repository,
            Job job,
            VerdictDecider decider,
            RunParts parts,
            Surroundings around) {
        this.operator = operator;
        this.repository = repository;
        this.job = job;
        this.decider = decider;
        this.parts = parts;
        this.around = around;
    }

    RunResult execute(Run run, RunLease.Held lease) {
        Observation observed = Observation.createNotStarted("qfsync.run", parts.observations())
                .contextualName("run")
                .highCardinalityKeyValue("run", String.valueOf(run.id()))
                .highCardinalityKeyValue("night", run.name())
                .lowCardinalityKeyValue("kind", run.kind().name());
        return observed.observe(() -> {
            RunResult result = attempt(run, lease);
            observed.lowCardinalityKeyValue("end", result.end().name());
            return result;
        });
    }

    private RunResult attempt(Run run, RunLease.Held lease) {
        lease.names(run.id());
        around.unwritten().forget();
        boolean ours = whileHeld(lease, () -> around.runs().begin(run.id(), OwnProcess.host(), OwnProcess.pid()));
        if (!ours) {
            return lost(run);
        }
        begin(run, lease);
        lease.whenLost(parts.control()::requestStopOfRun);
        LiveRuns.Publication publication = around.live().publish(run, lease);
        Optional<Verdict> verdict = Optional.empty();
        try {
            RunResult result = carryOut(run, lease);
            verdict = result.run().flatMap(Run::verdict);
            return result;
        } catch (DataAccessException | TransactionException e) {
            around.unwritten().note(run);
            throw e;
        } finally {
            publication.end(verdict);
        }
    }

    private RunResult carryOut(Run run, RunLease.Held lease) {
        long requestsBefore = around.meter().total();
        SyncException failure = null;
        Verdict verdict;
        try {
            around.tokens().custody().begin();
            recoverAbandoned();
            around.preflight().require();
            around.tokens().quarantineReview().review(parts.control()::isStopping);
            JobExecution ended = startOrRestart(run);
            verdict = decider.verdict(ended);
            if (verdict == Verdict.STOPPED && lease.ranOut()) {
                verdict = Verdict.FAILED;
                failure = outOfTouch();
            } else {
                failure = verdict == Verdict.FAILED ? reason(ended) : null;
            }
        } catch (SyncException e) {
            failure = e;
            verdict = Verdict.FAILED;
            purgeBehindClosedGate(run, e, lease);
        } catch (JobExecutionException | DataAccessException | TransactionException e) {
            LOG.error("The run could not be started or continued", e);
            failure = defect(e);
            verdict = Verdict.FAILED;
        } catch (ForeignDatabaseException e) {
            whileHeld(lease, () -> end(run, Verdict.FAILED, null, requestsBefore));
            throw e;
        }
        around.tokens().custody().settle();
        Verdict end = verdict;
        SyncException why = failure;
        if (!whileHeld(lease, () -> end(run, end, why, requestsBefore))) {
            return lost(run);
        }
        return new RunResult(
                RunResult.End.of(verdict),
                Optional.of(around.runs().get(run.id())),
                message(run, verdict, failure),
                warnings());
    }

    private void end(Run run, Verdict verdict, @Nullable SyncException failure, long requestsBefore) {
        around.runs()
                .end(
                        run.id(),
                        verdict,
                        failure,
                        around.meter().total() - requestsBefore,
                        parts.control().refreshes());
    }

    /** Does it in a transaction that no other holder's books can get between; false if another one has taken over. */
    private boolean whileHeld(RunLease.Held lease, Runnable work) {
        try {
            return around.fence(lease.epoch()).within("", work);
        } catch (SystemicException e) {
            if (e.code().equals(RunLease.LOST)) {
                return false;
            }
            throw e;
        }
    }

    private static RunResult lost(Run run) {
        LOG.error("Run {} ({}) was taken over by another process: nothing more is written here", run.id(), run.name());
        return new RunResult(
                RunResult.End.LEASE_LOST,
                Optional.empty(),
                "Run " + run.id() + " was taken over by another process, because this one was out of touch with the"
                        + " database for over " + RunLease.LENGTH.toSeconds()
                        + " s. Nothing more was written here; the other one goes on: " + Remedies.watch());
    }

    long tokenRefreshes() {
        return parts.control().refreshes();
    }

    void requestStop() {
        parts.control().requestStop();
    }

    private void begin(Run run, RunLease.Held lease) {
        Stamp stamp = new Stamp(run.id(), around.clock().instant());
        UserQueue users = new UserQueue(around.workList(), run.id(), parts.control(), around.ticker());
        parts.control()
                .begin(new RunContext(run, lease.epoch(), stamp, new UnknownFields(around.drift(), stamp), users));
        parts.progress().reset();
        parts.outages().reset();
        around.tokens().breaker().reset();
    }

    /** Closes the books of the runs of dead processes and returns these; the caller holds the lease, and has not begun. */
    List<Run> closeAbandoned() {
        List<Run> left = around.runs().withoutVerdict();
        if (left.isEmpty()) {
            return left;
        }
        around.runs().closeAbandoned();
        left.stream()
                .filter(around.unwritten()::take)
                .forEach(run -> around.runs().end(run.id(), Verdict.FAILED, databaseFailed(), 0, 0));
        return left.stream().map(run -> around.runs().get(run.id())).toList();
    }

    private static SystemicException databaseFailed() {
        return databaseFailed("The database failed during the run, so that its end could not be written");
    }

    private static SystemicException outOfTouch() {
        return databaseFailed("The database did not answer for over " + RunLease.LENGTH.toSeconds()
                + " s, so that another process could have taken over, and the run stopped");
    }

    private static SystemicException databaseFailed(String what) {
        return new SystemicException(
                what,
                "database_failed",
                null,
                "Bring the database back, then: qfsync run (it resumes after the last stored user)",
                null);
    }

    /**
     * What else dead processes left behind than the books of these runs, without beginning anything; the caller holds the
     * lease. As in an attempt, the grants of a restored database are held back before anything is done with them.
     */
    Recovered recover(List<Run> closed) {
        around.tokens().custody().begin();
        int executions = recoverExecutions();
        int grants = around.tokens().vault().recoverAbandoned();
        return new Recovered(Optional.empty(), closed, executions, grants);
    }

    /** We hold the lease: whatever the repository still calls running is dead. */
    private int recoverExecutions() {
        int recovered = 0;
        for (JobExecution abandoned : repository.findRunningJobExecutions(job.getName())) {
            recovered++;
            LOG.info("Recovering execution {}, whose process died", abandoned.getId());
            operator.recover(abandoned);
        }
        return recovered;
    }

    private void recoverAbandoned() {
        recoverExecutions();
        int grants = around.tokens().vault().recoverAbandoned();
        if (grants > 0) {
            LOG.info("{} grants of a dead process were put in order", grants);
        }
    }

    /** The job, which would have sealed, never began. With a wrong clock nobody knows how old anything is. */
    private void purgeBehindClosedGate(Run run, SyncException failure, RunLease.Held lease) {
        if (!failure.code().equals(Preflight.CLOCK_SKEW)) {
            whileHeld(lease, () -> around.freshness().enforce(run.id()));
        }
    }

    private JobExecution startOrRestart(Run run) throws JobExecutionException {
        JobParameters parameters = new JobParametersBuilder()
                .addLocalDate("night", run.night())
                .addLong("pass", (long) run.pass())
                .toJobParameters();
        JobExecution last = repository.getLastJobExecution(job.getName(), parameters);
        if (last == null) {
            return operator.start(job, parameters);
        }
        if (last.getStatus() == BatchStatus.COMPLETED) {
            // It ended, but the process died before our own books said so.
            return last;
        }
        return operator.restart(last);
    }

    private SyncException reason(JobExecution ended) {
        SystemicException noted = parts.control().failure();
        if (noted != null) {
            return noted;
        }
        ended.getAllFailureExceptions().forEach(e -> LOG.error("The job failed", e));
        return defect(ended.getAllFailureExceptions().stream().findFirst().orElse(null));
    }

    private static SystemicException defect(@Nullable Throwable cause) {
        return new SystemicException(
                "The job failed"
                        + (cause == null ? "" : " by " + cause.getClass().getSimpleName()),
                "internal_error",
                null,
                "See the log for the stack trace; a restart resumes: qfsync run",
                cause);
    }

    private List<String> warnings() {
        return around.tokens().secretAge().warning().stream().toList();
    }

    private String message(Run run, Verdict verdict, @Nullable SyncException failure) {
        return switch (verdict) {
            case COMPLETED ->
                run.kind() == RunKind.SUBSET
                        ? "What was asked for is complete."
                        : "The night " + run.night() + " is complete.";
            case PARTIAL ->
                "Some users or content failed; all that is stored is consistent. Repeat what is open: "
                        + Remedies.rerunFailed(run.id());
            case STOPPED -> "Stopped as asked. Resume: " + Remedies.restart(run.id());
            case FAILED ->
                failure == null
                        ? "The run failed. Resume: " + Remedies.restart(run.id())
                        : failure.getMessage() + ". " + failure.hint();
        };
    }

    /** What an attempt needs around the job. */
    record Surroundings(
            RunRepository runs,
            WorkList workList,
            Preflight preflight,
            Tokens tokens,
            RequestMeter meter,
            SchemaDrift drift,
            FreshnessLaw freshness,
            LiveRuns live,
            ContentStore store,
            UnwrittenEnd unwritten,
            Clock clock,
            Ticker ticker) {
        RunFence fence(long epoch) {
            return new RunFence(store.transaction(), store.lease(), tokens.vault(), epoch);
        }
    }
}
