package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.Selection;
import org.qfsync.domain.Verdict;
import org.qfsync.job.LiveRun;
import org.qfsync.job.LiveRuns;
import org.qfsync.job.Recovered;
import org.qfsync.job.Rerun;
import org.qfsync.job.Run;
import org.qfsync.job.RunKind;
import org.qfsync.job.RunResult;
import org.qfsync.job.RunResult.End;
import org.qfsync.job.Runs;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.SettableClock;

/** Repeating what a run left open, following and stopping a run, and clearing up after a dead one. */
abstract class RerunsContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();
    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.defaults().withUsers(6).withClock(clock));
    private Map<String, String> settings = Map.of();

    /** A new, empty database. */
    abstract DatabaseProperties database(Path folder);

    @BeforeEach
    void configure() {
        settings = NightBench.settings(sandbox, database(folder), folder.resolve("home"));
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    private NightBench program() {
        return NightBench.start(sandbox, settings, Map.of("QFSYNC_API_CONCURRENCY", "2"), clock);
    }

    private String sub(int index) {
        try (var subs = sandbox.subs()) {
            return subs.skip(index).findFirst().orElseThrow();
        }
    }

    @Test
    void onlyWhatFailedForThatReasonIsRepeatedAndTheLastOneMakesTheNightComplete() {
        sandbox.addFault(FaultRule.parse("user/bookmarks:422=1,sub=" + sub(1)));
        sandbox.addFault(FaultRule.parse("user/notes:404=1,sub=" + sub(2)));
        try (NightBench program = program().consented()) {
            Run night = program.run().run().orElseThrow();
            String cause = causeOf(program, night, sub(1));
            Runs runs = program.get(Runs.class);
            sandbox.clearFaults();
            sandbox.resetStats();

            RunResult byCause = runs.rerun(Rerun.ofCause(night.id(), cause, "a test"));
            assertThat(byCause.end()).isEqualTo(End.COMPLETED);
            assertThat(byCause.run().map(Run::kind)).contains(RunKind.SUBSET);
            assertThat(byCause.run().orElseThrow().selection().only()).containsExactly(Dataset.BOOKMARKS);
            assertThat(sandbox.stats().requestsBySub()).containsOnlyKeys(sub(1));

            assertThat(runs.rerun(Rerun.ofCause(night.id(), cause, "a test")).end())
                    .as("finished work is never done again")
                    .isEqualTo(End.NOTHING_TO_DO);
            RunResult rest = runs.rerun(Rerun.ofFailed(Optional.of(night.id()), "a test"));
            assertThat(rest.end()).isEqualTo(End.COMPLETED);
            assertThat(rest.run().map(Run::kind))
                    .as("all that is open is the night's next pass")
                    .contains(RunKind.OPEN_REST);
            assertThat(program.run().end()).isEqualTo(End.NOTHING_TO_DO);
            assertThat(runs.rerun(Rerun.ofUsers(night.id(), Set.of(sub(0)), "a test"))
                            .message())
                    .contains("Nothing of that is open in run " + night.id());
        }
    }

    @Test
    void whoWasMendedByThemselvesIsNotFetchedAgainAndTheNightTurnsGreen() {
        sandbox.addFault(FaultRule.parse("user/bookmarks:422=1,sub=" + sub(1)));
        try (NightBench program = program().consented()) {
            Run night = program.run().run().orElseThrow();
            sandbox.clearFaults();
            assertThat(program.run(new Selection(Set.of(), Set.of(sub(1)), false))
                            .end())
                    .isEqualTo(End.COMPLETED);
            sandbox.resetStats();

            RunResult rest = program.get(Runs.class).rerun(Rerun.ofFailed(Optional.of(night.id()), "a test"));

            assertThat(rest.run().map(Run::kind)).contains(RunKind.OPEN_REST);
            assertThat(rest.end()).isEqualTo(End.COMPLETED);
            assertThat(sandbox.stats().requestsBySub()).isEmpty();
            assertThat(program.run().end()).isEqualTo(End.NOTHING_TO_DO);
        }
    }

    @Test
    void contentThatFailedIsFetchedAgainHoweverYoungItsCopyIs() {
        try (NightBench program = program().consented()) {
            program.run();
            sandbox.addFault(FaultRule.parse("content/rukus:404=1"));
            Run full = program.run(new Selection(Set.of(Dataset.RUKUS), Set.of(), true))
                    .run()
                    .orElseThrow();
            assertThat(full.verdict()).contains(Verdict.PARTIAL);
            sandbox.clearFaults();
            sandbox.resetStats();

            assertThat(program.get(Runs.class)
                            .rerun(Rerun.ofFailed(Optional.of(full.id()), "a test"))
                            .end())
                    .isEqualTo(End.COMPLETED);
            assertThat(sandbox.stats().route("content/rukus")).isPositive();
        }
    }

    private static String causeOf(NightBench program, Run run, String sub) {
        return program.jdbc()
                .sql("SELECT error_class FROM ops.user_run WHERE run_id = ? AND sub = ?")
                .params(List.of(run.id(), sub))
                .query(String.class)
                .single();
    }

    @Test
    @Tag("deep")
    void aRunIsFollowedAndStoppedFromElsewhereAndGoesOnWhereItWas() throws Exception {
        sandbox.addFault(FaultRule.parse("user/*:slow=1,delay=300ms"));
        try (NightBench program = program().consented();
                NightBench elsewhere = program()) {
            CompletableFuture<RunResult> night = CompletableFuture.supplyAsync(program::run);
            LiveRuns live = elsewhere.get(LiveRuns.class);
            await().atMost(PATIENCE)
                    .until(() -> live.now().filter(RerunsContract::isAtUsers).isPresent() || night.isDone());

            LiveRun asked = live.requestStop("somebody").orElseThrow();
            LiveRuns own = program.get(LiveRuns.class);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> own.now().filter(LiveRun::stopping).isPresent() || night.isDone());
            // Somebody who clicks again and again in the console of that very process.
            own.requestStop("somebody");
            own.requestStop("somebody");
            await().atMost(PATIENCE)
                    .until(() -> live.now().filter(LiveRun::stopping).isPresent() || night.isDone());
            sandbox.clearFaults();
            assertThat(asked.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(asked.doing()).isEqualTo("a test");
            RunResult stopped = night.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(stopped.end()).isEqualTo(End.STOPPED);
            assertThat(live.now()).isEmpty();
            assertThat(program.count("ops.audit WHERE event = 'STOP_ASKED'")).isEqualTo(1);

            RunResult resumed = program.get(Runs.class).restart(asked.runId(), "a test");
            assertThat(resumed.end()).as("the request was for one run").isEqualTo(End.COMPLETED);
            assertThat(resumed.run().map(Run::attempts)).contains(2);
            assertThat(program.get(Runs.class).restart(asked.runId(), "a test").end())
                    .isEqualTo(End.NOTHING_TO_DO);
        }
    }

    private static boolean isAtUsers(LiveRun run) {
        return run.steps().stream().anyMatch(step -> step.step().equals("users") && step.done() > 0);
    }

    @Test
    @Tag("deep")
    void aRunThatAnotherProcessTookOverWritesNothingMoreAndSaysSo() throws Exception {
        sandbox.addFault(FaultRule.parse("user/*:slow=1,delay=300ms"));
        try (NightBench program = program().consented()) {
            CompletableFuture<RunResult> cutOff = CompletableFuture.supplyAsync(program::run);
            await().atMost(PATIENCE)
                    .until(() -> program.count("ops.user_run WHERE state <> 'PENDING'") > 0 || cutOff.isDone());
            Leases.take(program, Long.MAX_VALUE, "another-host/1", 60);
            program.jdbc().sql("UPDATE ops.run_lease SET epoch = epoch + 1").update();
            sandbox.clearFaults();

            RunResult lost = cutOff.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(lost.end()).isEqualTo(End.LEASE_LOST);
            assertThat(lost.message()).contains("taken over by another process", "qfsync runs watch");
            assertThat(program.count("ops.run WHERE verdict IS NULL AND ended_at IS NULL AND attempts = 1"))
                    .isEqualTo(1);
            assertThat(program.count("ops.run_lease WHERE owner = 'somebody'")).isEqualTo(1);
        }
    }

    @Test
    @Tag("deep")
    void whatADeadProcessLeftBehindIsPutInOrderAndALiveOneIsLeftAlone() {
        try (NightBench program = program().consented()) {
            Run run = program.run().run().orElseThrow();
            program.jdbc()
                    .sql("UPDATE ops.run SET verdict = NULL, ended_at = NULL")
                    .update();
            Leases.take(program, ProcessHandle.current().pid(), Leases.thisProcess(), 60);
            Runs runs = program.get(Runs.class);

            Recovered refused = runs.recover("a test");
            assertThat(refused.busy().orElseThrow()).contains("Another run is alive", "qfsync runs stop");
            assertThat(program.count("ops.run WHERE verdict IS NULL")).isEqualTo(1);

            Leases.take(program, Long.MAX_VALUE, Leases.thisProcess(), 60);
            Recovered recovered = runs.recover("a test");
            assertThat(recovered.busy()).isEmpty();
            assertThat(recovered.closed()).extracting(Run::id).containsExactly(run.id());
            assertThat(program.count(
                            "ops.run WHERE failure_code = 'process_died' AND failure_hint LIKE '%runs restart %'"))
                    .isEqualTo(1);
            assertThat(program.count("ops.run_lease WHERE owner IS NOT NULL")).isZero();
            assertThat(runs.recover("a test").closed()).isEmpty();
            assertThat(runs.restart(run.id(), "a test").end()).isEqualTo(End.COMPLETED);
        }
    }
}
