package org.qfsync.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.TestPrograms;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.testing.HookReceiver;
import org.qfsync.testing.TestDatabase;

/** The daemon as a service manager knows it: started, killed, started again, terminated. */
@Tag("deep")
class DaemonProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    @Test
    void aKilledDaemonTakesItsNightUpAgainAndATerminatedOneStopsIt() throws Exception {
        killThenTerminate(Map.of());
    }

    /** There another daemon could be alive: it takes Quartz some seconds to find that the killed one is not. */
    @Test
    void theSameOnPostgres() throws Exception {
        killThenTerminate(TestPrograms.database(TestDatabase.postgresProperties()));
    }

    @Test
    void aDaemonOnPostgresRunsWhatAnotherProcessAsksForAndPausesWhenItSays() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(3))) {
            Map<String, String> settings = new HashMap<>(TestPrograms.database(TestDatabase.postgresProperties()));
            settings.put("QFSYNC_SCHEDULE_CRON", "0 30 2 1 1 ?");
            Deployed deployed = Deployed.with(sandbox, home, settings);
            try (QfsyncProcess daemon = deployed.run("daemon")) {
                await().atMost(PATIENCE).until(() -> daemon.output().contains("Keeping the schedule"));
                try (QfsyncProcess pause = deployed.run("schedule", "pause", "--reason", "a test")) {
                    assertThat(pause.exitCode()).as(pause.output()).isZero();
                }
                try (QfsyncProcess now = deployed.run("schedule", "now", "--wait")) {
                    assertThat(now.exitCode()).as(now.output()).isZero();
                    assertThat(now.output()).contains("Asked: ", "pass 1: COMPLETED");
                }
                assertThat(daemon.output()).contains("The schedule fires, asked for by ");
                try (QfsyncProcess show = deployed.run("schedule")) {
                    assertThat(show.exitCode()).as(show.output()).isZero();
                    assertThat(show.output()).contains("It is paused since", "(a test)", "A daemon was last seen");
                }
                daemon.terminate();
                assertThat(daemon.exitCode()).as(daemon.output()).isZero();
            }
        }
    }

    /** A service manager and a watch service see the nights that nobody started by hand. */
    @Test
    void aScheduledNightThatFailsIsToldOnceAndSoIsTheOneThatSucceeds() throws Exception {
        try (HookReceiver hooks = new HookReceiver();
                Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(3))) {
            sandbox.addFault(FaultRule.parse("token:503=1"));
            Map<String, String> settings = new HashMap<>();
            settings.put("QFSYNC_SCHEDULE_CRON", "0/2 * * * * ?");
            settings.put("QFSYNC_SCHEDULE_RETRIES", "0");
            settings.put("QFSYNC_API_MAX_ATTEMPTS", "1");
            settings.put("QFSYNC_TOKEN_DEADLINE", "5s");
            settings.put("QFSYNC_NOTIFY_WEBHOOK_URL", hooks.at("/hook").toString());
            settings.put("QFSYNC_NOTIFY_HEARTBEAT_URL", hooks.at("/ping").toString());
            Deployed deployed = Deployed.with(sandbox, home, settings);
            try (QfsyncProcess daemon = deployed.run("daemon")) {
                await().atMost(PATIENCE).until(() -> pings(hooks, "/ping/fail") >= 2);
                assertThat(pings(hooks, "/ping")).as("a good night").isZero();
                assertThat(hooks.received("/hook"))
                        .singleElement()
                        .satisfies(told -> assertThat(told.body())
                                .contains("\"change\":\"problem\"", "\"verdict\":\"FAILED\"", "qfsync runs restart "));

                sandbox.clearFaults();
                await().atMost(PATIENCE).until(() -> pings(hooks, "/ping") >= 2);
                assertThat(hooks.received("/hook")).hasSize(2);
                assertThat(hooks.received("/hook").get(1).body())
                        .contains("\"change\":\"recovered\"", "\"verdict\":\"COMPLETED\"");
                daemon.terminate();
                assertThat(daemon.exitCode()).as(daemon.output()).isZero();
            }
            List<String> pings = hooks.received("/ping").stream()
                    .map(HookReceiver.Received::path)
                    .toList();
            assertThat(pings.subList(pings.indexOf("/ping"), pings.size()))
                    .as("once it is well again")
                    .doesNotContain("/ping/fail");
        }
    }

    private static long pings(HookReceiver hooks, String path) {
        return hooks.received("/ping").stream()
                .filter(ping -> ping.path().equals(path))
                .count();
    }

    private void killThenTerminate(Map<String, String> database) throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
            sandbox.addFault(FaultRule.parse("user/collections:slow=1,delay=400ms"));
            Map<String, String> settings = new HashMap<>(database);
            settings.put("QFSYNC_API_CONCURRENCY", "2");
            settings.put("QFSYNC_TOKEN_DEADLINE", "5s");
            settings.put("QFSYNC_TOKEN_LEASE", "10s");
            settings.put("QFSYNC_SCHEDULE_CRON", "0/2 * * * * ?");
            Deployed deployed = Deployed.with(sandbox, home, settings);
            try (QfsyncProcess daemon = deployed.run("daemon")) {
                untilUsersAreFetched(sandbox, 4, daemon);
                assertThat(daemon.output())
                        .contains("Keeping the schedule \"0/2 * * * * ?\": next run ", " UTC, database");
                daemon.kill();
            }
            try (QfsyncProcess daemon = deployed.run("daemon")) {
                untilUsersAreFetched(sandbox, 10, daemon);
                daemon.terminate();
                assertThat(daemon.exitCode()).as(daemon.output()).isZero();
                assertThat(daemon.output())
                        .contains(
                                "begins, attempt 2",
                                "Stopping after the users in flight",
                                "ended: STOPPED",
                                "Stopped.");
            }
            assertThat(deployed.query("SELECT state FROM ops.user_run")).contains("DONE", "PENDING");
            assertThat(deployed.query("SELECT trigger_name FROM quartz.QRTZ_FIRED_TRIGGERS"))
                    .isEmpty();
            assertThat(sandbox.stats().refreshTokenReuses()).isZero();
        }
    }

    private static void untilUsersAreFetched(Sandbox sandbox, int users, QfsyncProcess process) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> sandbox.stats().requestsBySub().size() >= users || !process.isAlive());
    }
}
