package org.qfsync.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;

/** SIGTERM in the middle of a run, and a second run beside it. */
@Tag("deep")
class StoppedRunTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    @Test
    void aTerminatedRunStopsAfterTheUsersInFlightAndIsResumed() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
            sandbox.addFault(FaultRule.parse("user/collections:slow=1,delay=4s"));
            Deployed deployed = Deployed.with(sandbox, home, Map.of("QFSYNC_API_CONCURRENCY", "2"));
            try (QfsyncProcess first = deployed.run()) {
                untilUsersAreFetched(sandbox, 3, first);
                refuseASecondRun(deployed, first);
                sandbox.clearFaults();
                first.terminate();
                assertThat(first.exitCode()).as(first.output()).isEqualTo(6);
                assertThat(first.output())
                        .contains("Stopping after the users in flight", "qfsync run        # resumes");
            }
            assertThat(deployed.query("SELECT verdict FROM ops.run")).containsExactly("STOPPED");
            assertThat(deployed.query("SELECT state FROM ops.user_run")).contains("DONE", "PENDING");
            assertThat(deployed.query("SELECT state FROM ops.user_grant"))
                    .as("no refresh was cut off")
                    .doesNotContain("REFRESHING", "IN_DOUBT");

            try (QfsyncProcess resumed = deployed.run()) {
                assertThat(resumed.exitCode()).as(resumed.output()).isZero();
            }
            assertThat(deployed.query("SELECT verdict FROM ops.run")).containsExactly("COMPLETED");
            assertThat(sandbox.stats().refreshTokenReuses()).isZero();
        }
    }

    private static void refuseASecondRun(Deployed deployed, QfsyncProcess first) throws Exception {
        try (QfsyncProcess second = deployed.run()) {
            assertThat(second.exitCode()).as(second.output()).isEqualTo(5);
            assertThat(second.output()).contains("in use by process " + first.pid(), "doing: qfsync run");
        }
        assertThat(first.isAlive())
                .as("still at work, so the refusal was put to the test")
                .isTrue();
    }

    private static void untilUsersAreFetched(Sandbox sandbox, int users, QfsyncProcess process) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> sandbox.stats().requestsBySub().size() >= users || !process.isAlive());
    }
}
