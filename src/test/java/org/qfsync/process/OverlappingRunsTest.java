package org.qfsync.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.TestPrograms;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.testing.TestDatabase;

/** Two processes on one PostgreSQL database: at most one run at a time, whoever comes first. */
@Tag("deep")
class OverlappingRunsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    @Test
    void ofTwoRunsStartedTogetherOneRunsAndTheOtherSaysWho() throws Exception {
        SandboxOptions options = SandboxOptions.defaults().withLatency(Duration.ofMillis(10));
        try (Sandbox sandbox = Sandbox.start(options)) {
            Deployed deployed = Deployed.with(sandbox, home, TestPrograms.database(TestDatabase.postgresProperties()));
            try (QfsyncProcess one = deployed.run();
                    QfsyncProcess two = deployed.run()) {
                await().atMost(PATIENCE).until(() -> !one.isAlive() || !two.isAlive());
                QfsyncProcess refused = one.isAlive() ? two : one;
                QfsyncProcess winner = one.isAlive() ? one : two;
                assertThat(refused.exitCode()).as(refused.output()).isEqualTo(5);
                assertThat(refused.output()).contains("process " + winner.pid() + " on ", "(qfsync run)");
                assertThat(winner.exitCode()).as(winner.output()).isZero();
            }
            assertThat(deployed.query("SELECT verdict FROM ops.run")).containsExactly("COMPLETED");
            assertThat(deployed.query("SELECT attempts FROM ops.run")).containsExactly("1");
            assertThat(sandbox.stats().refreshTokenReuses()).isZero();
            assertThat(sandbox.stats().refreshesBySub().values())
                    .as("nobody refreshed twice")
                    .containsOnly(1L);
        }
    }
}
