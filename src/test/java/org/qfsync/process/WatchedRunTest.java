package org.qfsync.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;

/** Following and stopping a run on H2 from other processes, which cannot open its database. */
@Tag("deep")
class WatchedRunTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    @Test
    void aRunIsFollowedAndStoppedByFilesBesideItsDatabase() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
            sandbox.addFault(FaultRule.parse("user/collections:slow=1,delay=5s"));
            Deployed deployed = Deployed.with(sandbox, home, Map.of("QFSYNC_API_CONCURRENCY", "2"));
            try (QfsyncProcess run = deployed.run();
                    QfsyncProcess watch = watching(deployed, run)) {
                await().atMost(PATIENCE).until(() -> watch.output().contains("users ") || !watch.isAlive());
                assertThat(watch.output()).contains("in process " + run.pid(), "(qfsync run)");
                assertThat(statusFiles())
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
                try (QfsyncProcess list = deployed.run("runs", "list")) {
                    assertThat(list.exitCode()).as(list.output()).isEqualTo(5);
                    assertThat(list.output()).contains("in use by process " + run.pid());
                }
                stop(deployed, sandbox, run);
                assertThat(run.exitCode()).as(run.output()).isEqualTo(6);
                assertThat(watch.exitCode()).as(watch.output()).isEqualTo(6);
                assertThat(watch.output()).contains("ended: STOPPED");
            }
            assertThat(deployed.query("SELECT detail FROM ops.audit WHERE event = 'STOP_ASKED'"))
                    .containsExactly("run 1");
            try (QfsyncProcess resumed = deployed.run("runs", "restart", "1")) {
                assertThat(resumed.exitCode()).as(resumed.output()).isZero();
            }
            assertThat(deployed.query("SELECT verdict FROM ops.run")).containsExactly("COMPLETED");
        }
    }

    private QfsyncProcess watching(Deployed deployed, QfsyncProcess run) throws Exception {
        await().atMost(PATIENCE).until(() -> !statusFiles().isEmpty() || !run.isAlive());
        return deployed.run("runs", "watch");
    }

    private static void stop(Deployed deployed, Sandbox sandbox, QfsyncProcess run) throws Exception {
        try (QfsyncProcess stop = deployed.run("runs", "stop", "--wait")) {
            await().atMost(PATIENCE).until(() -> stop.output().contains("Asked to stop") || !stop.isAlive());
            sandbox.clearFaults();
            assertThat(stop.exitCode()).as(stop.output()).isZero();
            assertThat(stop.output()).contains("process " + run.pid(), "ended: STOPPED");
        }
    }

    private List<Path> statusFiles() throws Exception {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.toString().endsWith(".run.json")).toList();
        }
    }
}
