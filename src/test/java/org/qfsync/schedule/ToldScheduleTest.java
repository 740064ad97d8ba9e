package org.qfsync.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.TestPrograms;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.job.RunRequest;
import org.qfsync.job.Runs;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.testing.HookReceiver;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people are told of the nights that a daemon repeats, and of what its predecessor left behind. */
class ToldScheduleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path home;

    private HookReceiver hooks;
    private Sandbox sandbox;
    private Map<String, String> environment;

    @BeforeEach
    void begin() throws IOException {
        hooks = new HookReceiver();
        sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(2));
        environment = new HashMap<>(TestPrograms.environment(sandbox, home));
        environment.put("QFSYNC_SCHEDULE_CRON", "0 30 2 1 1 ?");
        environment.put("QFSYNC_SCHEDULE_RETRY_DELAY", "500ms");
        environment.put("QFSYNC_API_MAX_ATTEMPTS", "1");
        environment.put("QFSYNC_NOTIFY_WEBHOOK_URL", hooks.at("/hook").toString());
        environment.put("QFSYNC_NOTIFY_HEARTBEAT_URL", hooks.at("/ping").toString());
    }

    @AfterEach
    void end() {
        sandbox.close();
        hooks.close();
    }

    @Test
    @Tag("deep")
    void ofAPartialNightThatItsRepetitionHealsNobodyIsTold() {
        sandbox.addFault(FaultRule.parse("user/bookmarks:500=1,times=1"));
        try (Program program = daemon()) {
            program.get(NightSchedule.class).fireNow();
            await().atMost(PATIENCE).until(() -> verdicts(program), List.of("PARTIAL", "COMPLETED")::equals);
            await().atMost(PATIENCE).until(() -> pings(), List.of("/ping/start", "/ping/start", "/ping")::equals);
            assertThat(nights()).isEmpty();
        }
    }

    @Test
    void aNightThatStaysPartialIsToldOnceAndSoIsWhatHealsItLater() {
        sandbox.addFault(FaultRule.parse("user/bookmarks:500=1"));
        try (Program program = daemon()) {
            program.get(NightSchedule.class).fireNow();
            await().atMost(PATIENCE).until(() -> pings().contains("/ping/fail"));
            assertThat(verdicts(program)).containsExactly("PARTIAL", "PARTIAL", "PARTIAL");
            assertThat(nights()).containsExactly("problem PARTIAL 3");
            assertThat(pings()).containsExactly("/ping/start", "/ping/start", "/ping/start", "/ping/fail");

            sandbox.clearFaults();
            program.get(Runs.class).run(RunRequest.tonight("a later rerun"));
            assertThat(nights()).containsExactly("problem PARTIAL 3", "recovered COMPLETED 4");
        }
    }

    @Test
    @Tag("deep")
    void aRepetitionThatAPauseKeepsAwayIsNotWaitedFor() {
        environment.put("QFSYNC_SCHEDULE_RETRY_DELAY", "2s");
        sandbox.addFault(FaultRule.parse("user/bookmarks:500=1"));
        try (Program program = daemon()) {
            program.get(NightSchedule.class).fireNow();
            await().atMost(PATIENCE).until(() -> verdicts(program), List.of("PARTIAL")::equals);
            program.get(ScheduleControl.class).pause("amal", "");
            JdbcClient jdbc = program.get(JdbcClient.class);
            // As a pass of chosen users or a decision about losses has it, which tell nothing of the night.
            jdbc.sql(
                            "UPDATE ops.run_lease SET owner = 'another', lease_until = CURRENT_TIMESTAMP + INTERVAL '60' SECOND")
                    .update();
            await().atMost(PATIENCE).until(() -> isFiring(jdbc));
            assertThat(nights()).isEmpty();

            jdbc.sql("UPDATE ops.run_lease SET owner = NULL, lease_until = NULL")
                    .update();
            await().atMost(PATIENCE).until(() -> nights(), List.of("problem PARTIAL 1")::equals);
        }
    }

    @Test
    void aPartialNightThatADeadDaemonPutOffIsToldByTheNextAndOnce() {
        sandbox.addFault(FaultRule.parse("user/bookmarks:500=1"));
        try (Program program = TestPrograms.start(environment)) {
            TestPrograms.importConsents(sandbox, program);
            program.get(Runs.class).run(RunRequest.tonight("a test").toBeRepeated(true));
            // Its repetition was stopped: that says nothing of the night.
            program.get(JdbcClient.class).sql("""
                            INSERT INTO ops.run (night, pass, kind, started_at, ended_at, verdict, version)
                            SELECT night, pass + 1, 'OPEN_REST', ended_at, ended_at, 'STOPPED', version FROM ops.run
                            """).update();
            assertThat(nights()).isEmpty();

            program.get(NightSchedule.class).start();
            assertThat(nights()).containsExactly("problem PARTIAL 1");
            program.get(Runs.class).notRepeated("a test");
            assertThat(nights()).containsExactly("problem PARTIAL 1");
            assertThat(pings()).containsExactly("/ping/start", "/ping/fail");
        }
    }

    @Test
    void aDaemonTellsAtItsStartOfTheRunThatDiedWithTheLastOne() {
        try (Program program = daemon()) {
            program.get(Runs.class).run(RunRequest.tonight("a test"));
            program.get(JdbcClient.class)
                    .sql("UPDATE ops.run SET verdict = NULL, ended_at = NULL")
                    .update();
        }
        try (Program program = daemon()) {
            assertThat(verdicts(program)).containsExactly("FAILED");
            assertThat(nights()).containsExactly("problem FAILED 1");
        }
    }

    private Program daemon() {
        Program program = TestPrograms.start(environment);
        TestPrograms.importConsents(sandbox, program);
        program.get(NightSchedule.class).start();
        return program;
    }

    private static boolean isFiring(JdbcClient jdbc) {
        return jdbc.sql("SELECT COUNT(*) FROM quartz.QRTZ_FIRED_TRIGGERS WHERE STATE = 'EXECUTING'")
                        .query(Long.class)
                        .single()
                > 0;
    }

    private static List<String> verdicts(Program program) {
        return program.get(JdbcClient.class)
                .sql("SELECT verdict FROM ops.run WHERE verdict IS NOT NULL ORDER BY run_id")
                .query(String.class)
                .list();
    }

    /** What was told of the night: the change, and the verdict and number of the run. */
    private List<String> nights() {
        List<String> told = new ArrayList<>();
        for (HookReceiver.Received posted : hooks.received("/hook")) {
            JsonNode message = JsonMapper.shared().readTree(posted.body());
            for (JsonNode event : message.path("events")) {
                if (event.path("subject").stringValue().equals("night")) {
                    told.add(event.path("change").stringValue() + " "
                            + message.path("run").path("verdict").stringValue() + " "
                            + message.path("run").path("id").longValue());
                }
            }
        }
        return told;
    }

    private List<String> pings() {
        return hooks.received("/ping").stream().map(HookReceiver.Received::path).toList();
    }
}
