package org.qfsync.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.TestPrograms;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.job.RunRequest;
import org.qfsync.job.RunResult;
import org.qfsync.job.Runs;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.token.Tokens;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the daemon's schedule does, with real Quartz on a real database against a sandbox. */
abstract class NightScheduleContract {
    private static final String OFTEN = "0/2 * * * * ?";
    private static final String ONCE_A_YEAR = "0 30 2 1 1 ?";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String RETRIES = "quartz.QRTZ_TRIGGERS WHERE trigger_name = 'retry'";
    private static final String USERS_DONE = "ops.user_run WHERE state <> 'PENDING'";
    private static final String EXECUTING = "quartz.QRTZ_FIRED_TRIGGERS WHERE state = 'EXECUTING'";
    private static final int USERS = 12;

    @TempDir
    Path home;

    private Sandbox sandbox;
    private Map<String, String> environment;

    /** Settings of an empty database; none for the H2 file in the home folder. */
    abstract Map<String, String> database();

    @BeforeEach
    void begin() {
        sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(USERS));
        environment = new HashMap<>(TestPrograms.environment(sandbox, home));
        environment.putAll(database());
        environment.put("QFSYNC_SCHEDULE_CRON", ONCE_A_YEAR);
    }

    @AfterEach
    void end() {
        sandbox.close();
    }

    @Test
    void eachFireRunsAPassOfItsOwn() {
        environment.put("QFSYNC_SCHEDULE_CRON", OFTEN);
        try (Program program = daemon()) {
            await().atMost(PATIENCE)
                    .until(
                            () -> verdicts(program).stream().limit(2).toList(),
                            List.of("COMPLETED", "COMPLETED")::equals);
        }
    }

    @Test
    void aFireMissedWhileNobodyWasThereIsMadeUpForOnce() {
        try (Program program = daemon()) {
            program.get(NightSchedule.class).close();
            JdbcClient jdbc = program.get(JdbcClient.class);
            jdbc.sql("UPDATE quartz.QRTZ_TRIGGERS SET next_fire_time = :then")
                    .param("then", Instant.now().minus(Duration.ofDays(5 * 365)).toEpochMilli())
                    .update();
        }
        try (Program program = daemon()) {
            await().atMost(PATIENCE).until(() -> verdicts(program), List.of("COMPLETED")::equals);
            assertThat(program.get(NightSchedule.class).nextFire().orElseThrow().toInstant())
                    .isAfter(Instant.now());
            await().during(Duration.ofMillis(500)).until(() -> verdicts(program).size() == 1);
        }
    }

    @Test
    void aChangedConfigurationReplacesTheStoredTrigger() {
        try (Program program = daemon()) {
            assertThat(program.get(NightSchedule.class).nextFire().orElseThrow().getHour())
                    .isEqualTo(2);
        }
        environment.put("QFSYNC_SCHEDULE_CRON", "0 30 4 * * ?");
        try (Program program = daemon()) {
            assertThat(program.get(NightSchedule.class).nextFire().orElseThrow())
                    .satisfies(fire -> {
                        assertThat(fire.getHour()).isEqualTo(4);
                        assertThat(fire.getZone()).isEqualTo(ZoneId.of("UTC"));
                    });
            assertThat(program.get(JdbcClient.class)
                            .sql("SELECT cron_expression FROM quartz.QRTZ_CRON_TRIGGERS")
                            .query(String.class)
                            .list())
                    .containsExactly("0 30 4 * * ?");
        }
    }

    @Test
    @Tag("deep")
    void aFireDuringARunByHandWaitsAndTriesAgain() throws Exception {
        environment.put("QFSYNC_SCHEDULE_RETRY_DELAY", "1s");
        sandbox.addFault(FaultRule.parse("content/chapters:slow=1,delay=2s,times=1"));
        try (Program program = daemon()) {
            Runs runs = program.get(Runs.class);
            CompletableFuture<RunResult> byHand =
                    CompletableFuture.supplyAsync(() -> runs.run(RunRequest.tonight("a run by hand")));
            await().atMost(PATIENCE).until(() -> count(program, "ops.run_lease WHERE owner IS NOT NULL") == 1);
            program.get(NightSchedule.class).fireNow();
            await().atMost(PATIENCE).until(() -> count(program, RETRIES) == 1);
            assertThat(byHand).isNotDone();
            assertThat(byHand.get().end()).isEqualTo(RunResult.End.COMPLETED);

            await().atMost(PATIENCE).until(() -> count(program, RETRIES) == 0);
            assertThat(verdicts(program)).as("the night was complete by then").containsExactly("COMPLETED");
        }
    }

    @Test
    @Tag("deep")
    void aPauseOutlivesTheDaemonAndLetsNoFireStartARunUntilItIsResumed() {
        environment.put("QFSYNC_SCHEDULE_CRON", OFTEN);
        try (Program program = TestPrograms.start(environment)) {
            ScheduleControl control = program.get(ScheduleControl.class);
            assertThat(control.pause("amal", "an upgrade\nof the disk")).isTrue();
            assertThat(control.pause("omar", "")).as("a second time").isFalse();
        }
        try (Program program = daemon()) {
            ScheduleControl control = program.get(ScheduleControl.class);
            ScheduleState state = control.state(3);
            assertThat(state.pause().orElseThrow().words()).endsWith("by amal (an upgrade of the disk)");
            assertThat(state.nextFires()).hasSize(3);
            assertThat(state.nextStart()).isEmpty();
            await().atMost(PATIENCE).until(() -> count(program, "quartz.QRTZ_TRIGGERS WHERE prev_fire_time > 0") == 1);
            await().during(Duration.ofMillis(500)).until(() -> count(program, "ops.run") == 0);

            assertThat(control.resume("omar")).isTrue();
            assertThat(control.resume("omar")).as("a second time").isFalse();
            await().atMost(PATIENCE).until(() -> verdicts(program).contains("COMPLETED"));
        }
    }

    @Test
    void aRunThatIsAskedForBeginsAtOnceAlsoInAPause() {
        try (Program program = daemon()) {
            ScheduleControl control = program.get(ScheduleControl.class);
            control.pause("amal", "");

            assertThat(control.now("amal")).isTrue();

            await().atMost(PATIENCE).until(() -> verdicts(program), List.of("COMPLETED")::equals);
            await().atMost(PATIENCE).until(() -> !control.state(0).firing());
            assertThat(control.state(0).asked()).isFalse();
        }
    }

    @Test
    @Tag("deep")
    void aRunThatIsAskedForWithoutADaemonWaitsForOne() {
        try (Program program = TestPrograms.start(environment)) {
            ScheduleControl control = program.get(ScheduleControl.class);
            assertThat(control.now("amal")).isTrue();
            assertThat(control.now("omar")).as("it was asked for already").isFalse();
            assertThat(control.state(0).asked()).isTrue();
        }
        try (Program program = daemon()) {
            await().atMost(PATIENCE).until(() -> verdicts(program), List.of("COMPLETED")::equals);
        }
    }

    @Test
    @Tag("deep")
    void aFireWaitsForADatabaseThatDoesNotAnswer() {
        try (Program program = daemon()) {
            JdbcClient jdbc = program.get(JdbcClient.class);
            jdbc.sql("ALTER TABLE ops.schedule_pause RENAME TO schedule_pause_away")
                    .update();
            program.get(NightSchedule.class).fireNow();
            await().atMost(PATIENCE).until(() -> count(program, EXECUTING) == 1);
            await().during(Duration.ofMillis(500)).until(() -> count(program, EXECUTING) == 1);
            assertThat(count(program, "ops.run")).isZero();

            jdbc.sql("ALTER TABLE ops.schedule_pause_away RENAME TO schedule_pause")
                    .update();

            await().atMost(PATIENCE).until(() -> verdicts(program), List.of("COMPLETED")::equals);
        }
    }

    @Test
    @Tag("deep")
    void aPartialNightIsRepeatedAsOftenAsConfigured() {
        environment.put("QFSYNC_SCHEDULE_RETRY_DELAY", "200ms");
        environment.put("QFSYNC_API_MAX_ATTEMPTS", "1");
        String unlucky = sandbox.subs().findFirst().orElseThrow();
        sandbox.addFault(FaultRule.parse("user/bookmarks:500=1").forSub(unlucky));
        try (Program program = daemon()) {
            program.get(NightSchedule.class).fireNow();
            await().atMost(PATIENCE).until(() -> verdicts(program), List.of("PARTIAL", "PARTIAL", "PARTIAL")::equals);
            await().atMost(PATIENCE).until(() -> count(program, RETRIES) == 0);
            await().during(Duration.ofMillis(500)).until(() -> verdicts(program).size() == 3);
        }
    }

    @Test
    void aStopInTheMiddleLeavesARunThatALaterOneResumes() {
        environment.put("QFSYNC_API_CONCURRENCY", "2");
        sandbox.addFault(FaultRule.parse("user/collections:slow=1,delay=250ms"));
        try (Program program = daemon()) {
            NightSchedule schedule = program.get(NightSchedule.class);
            schedule.fireNow();
            await().atMost(PATIENCE).until(() -> count(program, USERS_DONE) >= 2);
            schedule.close();
            assertThat(verdicts(program)).containsExactly("STOPPED");
            assertThat(count(program, USERS_DONE)).isLessThan(USERS);
            assertThat(count(program, RETRIES))
                    .as("who stops it does not want it repeated")
                    .isZero();
        }
        try (Program program = TestPrograms.start(environment)) {
            RunResult result = program.get(Runs.class).run(RunRequest.tonight("test"));
            assertThat(result.end()).isEqualTo(RunResult.End.COMPLETED);
            assertThat(result.run().orElseThrow().attempts()).isEqualTo(2);
        }
    }

    private Program daemon() {
        Program program = TestPrograms.start(environment);
        if (program.get(Tokens.class).vault().list().isEmpty()) {
            TestPrograms.importConsents(sandbox, program);
        }
        program.get(NightSchedule.class).start();
        return program;
    }

    private static List<String> verdicts(Program program) {
        return program.get(JdbcClient.class)
                .sql("SELECT verdict FROM ops.run WHERE verdict IS NOT NULL ORDER BY run_id")
                .query(String.class)
                .list();
    }

    private static long count(Program program, String rows) {
        return program.get(JdbcClient.class)
                .sql("SELECT COUNT(*) FROM " + rows)
                .query(Long.class)
                .single();
    }
}
