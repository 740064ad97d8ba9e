package org.qfsync.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.NightBench;
import org.qfsync.domain.Selection;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.store.SchemaDrift;
import org.qfsync.store.Stamp;
import org.qfsync.store.UnknownFields;
import org.qfsync.testing.TestDatabase;
import org.qfsync.token.Actor;
import org.qfsync.token.Grant;
import org.qfsync.token.Ticker;
import org.qfsync.token.Tokens;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.test.JobOperatorTestUtils;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Single steps of the job, with Spring Batch Test, against a sandbox and an H2 file. */
class NightlySyncStepsTest {
    @TempDir
    Path folder;

    private Sandbox sandbox;
    private NightBench program;
    private JobOperatorTestUtils batch;
    private RunLease.Held lease;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(6));
        Map<String, String> settings =
                NightBench.settings(sandbox, TestDatabase.h2FileWithSchema(folder), folder.resolve("home"));
        program =
                NightBench.start(sandbox, settings, Map.of(), Clock.systemUTC()).consented();
        batch = new JobOperatorTestUtils(program.get(JobOperator.class), program.get(JobRepository.class));
        batch.setJob(program.get(Job.class));
        begin();
    }

    @AfterEach
    void stop() {
        lease.close();
        program.close();
        sandbox.close();
    }

    /** A run without its job: what the steps need to know of it. */
    private void begin() {
        Run run = program.get(RunRepository.class).create(LocalDate.of(2026, 11, 21), 1, RunKind.FULL, Selection.all());
        lease = program.get(RunLease.class).tryTake("a test").orElseThrow();
        RunControl control = program.get(RunParts.class).control();
        Stamp stamp = new Stamp(run.id(), Instant.now());
        UserQueue users = new UserQueue(program.get(WorkList.class), run.id(), control, Ticker.system());
        control.begin(new RunContext(
                run, lease.epoch(), stamp, new UnknownFields(program.get(SchemaDrift.class), stamp), users));
    }

    private JobExecution start(String step) {
        return batch.startStep(program.get(step, Step.class), batch.getUniqueJobParameters(), new ExecutionContext());
    }

    private StepExecution step(String name) {
        return start(name).getStepExecutions().stream().findFirst().orElseThrow();
    }

    @Test
    void theChaptersStepStoresACompleteListingOrNothing() {
        sandbox.addFault(FaultRule.parse("content/chapters:cut=1,times=5"));
        assertThat(step("chapters").getStatus()).isEqualTo(BatchStatus.FAILED);
        assertThat(program.count("qf.chapter")).isZero();

        assertThat(step("chapters").getStatus()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(program.count("qf.chapter")).isEqualTo(114);
        assertThat(program.count("ops.dataset_state WHERE dataset = 'chapters' AND outcome = 'SYNCED'"))
                .isEqualTo(1);
    }

    @Test
    void theVersesStepCountsEachChapterOnce() {
        step("chapters");

        StepExecution verses = step("verses");

        assertThat(verses.getStatus()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(verses.getReadCount()).isEqualTo(114);
        assertThat(verses.getWriteCount()).isEqualTo(114);
        assertThat(verses.getExecutionContext().getLong("verses.inserted")).isEqualTo(6_236);
    }

    @Test
    void theUsersStepWorksOffTheWorkListWithSeveralWorkers() {
        step("workListStep");
        assertThat(program.count("ops.user_run WHERE state = 'PENDING'")).isEqualTo(6);

        JobExecution job = start("users");

        assertThat(job.getStatus()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(job.getStepExecutions()).hasSize(1 + 8);
        assertThat(program.count("ops.user_run WHERE state = 'DONE'")).isEqualTo(6);
        assertThat(program.count("qf.app_user WHERE last_synced_at IS NOT NULL"))
                .isEqualTo(6);
    }

    @Test
    void theKeepAliveStepRefreshesIdleGrantsAndAFailingOneDoesNotStopIt() {
        Tokens tokens = program.get(Tokens.class);
        List<String> subs = tokens.vault().list().stream().map(Grant::sub).toList();
        tokens.lifecycle().pause(subs.get(1), Actor.program("a test"));
        program.get(JdbcClient.class)
                .sql("UPDATE ops.user_grant SET obtained_at = obtained_at - INTERVAL '11' DAY, refreshed_at = NULL"
                        + " WHERE sub IN (?, ?, ?)")
                .param(subs.get(0))
                .param(subs.get(1))
                .param(subs.get(2))
                .update();
        sandbox.addFault(FaultRule.parse("token:503=1,times=1"));

        StepExecution keepAlive = step("keepAliveStep");

        assertThat(keepAlive.getStatus()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(keepAlive.getReadCount()).isEqualTo(3);
        assertThat(keepAlive.getWriteCount()).isEqualTo(2);
        assertThat(tokens.vault().list().stream().filter(grant -> grant.generation() == 1))
                .hasSize(2);
        assertThat(program.get(RunParts.class).control().refreshes()).isEqualTo(3);
    }
}
