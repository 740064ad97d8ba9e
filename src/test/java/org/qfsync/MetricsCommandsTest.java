package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;

/** What a one-shot run leaves for machines, and what {@code qfsync metrics} prints. */
class MetricsCommandsTest {
    @TempDir
    Path home;

    @TempDir
    Path collected;

    @Test
    void aRunLeavesItsMetricsWhateverItsEndAndNoHalfFile() throws IOException {
        Path file = collected.resolve("qfsync.prom");
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(3))) {
            CommandSession session = CommandSession.at(sandbox, home).with("QFSYNC_METRICS_TEXTFILE", file.toString());

            assertThat(session.type("run", "--dry-run").code()).isZero();
            assertThat(file).as("nothing of a dry run stands").doesNotExist();

            assertThat(session.type("run").code()).isZero();
            assertThat(Files.readString(file))
                    .contains("qfsync_last_run_verdict{verdict=\"COMPLETED\"} 1.0\n")
                    .containsPattern("qfsync_http_requests_total\\{method=\"POST\",route=\"/oauth2/token\",.*} [1-9]")
                    .contains("qfsync_scrape_error 0.0\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-r--r--");

            assertThat(session.type("metrics").out())
                    .contains("# HELP qfsync_grants Users' grants by state.\n")
                    .contains("qfsync_runs{verdict=\"COMPLETED\"} 1.0\n");

            CommandSession.Typed failed =
                    session.with("QF_CLIENT_SECRET", "a-wrong-one").type("run", "--again");
            assertThat(failed.code()).isEqualTo(4);
            assertThat(Files.readString(file))
                    .contains("qfsync_last_run_verdict{verdict=\"FAILED\"} 1.0\n")
                    .contains("qfsync_runs{verdict=\"COMPLETED\"} 1.0\n")
                    .doesNotContain("a-wrong-one");
        }
        try (Stream<Path> left = Files.list(collected)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void aFileThatCannotBeWrittenFailsNoRun() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(1))) {
            CommandSession session = CommandSession.at(sandbox, home)
                    .with(
                            "QFSYNC_METRICS_TEXTFILE",
                            collected.resolve("missing").resolve("qfsync.prom").toString());

            assertThat(session.type("run").code()).isZero();
            assertThat(collected.resolve("missing")).doesNotExist();
        }
    }

    @Test
    void aNameThatTheCollectorWouldNotReadIsRefused() {
        for (String wrong : List.of("metrics.prom", "/var/lib/qfsync.txt")) {
            CommandSession.Typed typed = new CommandSession(home)
                    .with("QFSYNC_METRICS_TEXTFILE", wrong)
                    .type("metrics");
            assertThat(typed.code()).isEqualTo(78);
            assertThat(typed.err()).contains("QFSYNC_METRICS_TEXTFILE").contains(".prom");
        }
    }
}
