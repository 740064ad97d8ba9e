package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;

/** What only a process of its own can show: signals, exit codes, the log file, another process's database. */
@Tag("deep")
class ProcessTest {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void aTerminatedRunEndsInOrderAndTheNextOneResumesIt() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(40))) {
            CommandSession session = CommandSession.at(sandbox, folder.resolve("home"));
            Path consents = folder.resolve("consents.jsonl");
            Files.writeString(consents, sandbox.consentLines().collect(Collectors.joining("\n")));
            assertThat(finish(start(session, "import", "users", "import", consents.toString())))
                    .isZero();

            // Slow enough to be met alive, until it has been asked to stop.
            sandbox.addFault(FaultRule.parse("user/*:slow=1,delay=400ms"));
            Process run = start(session, "run", "run");
            await().atMost(LONG_ENOUGH).until(() -> sandbox.stats().requests() > 40);

            assertThat(finish(start(session, "second", "run"))).isEqualTo(5);
            assertThat(output("second"))
                    .contains("is in use by process " + run.pid(), "doing: qfsync run")
                    .hasLineCount(1);

            assertThat(finish(start(session, "schedule", "schedule"))).isZero();
            assertThat(output("schedule"))
                    .contains("Cron \"0 30 2 * * ?\" in zone ")
                    .hasLineCount(7);

            run.destroy();
            await().atMost(LONG_ENOUGH).until(() -> output("run").contains("Stopping after the users in flight"));
            sandbox.clearFaults();
            assertThat(finish(run)).isEqualTo(6);
            assertThat(output("run")).contains("STOPPED");

            assertThat(finish(start(session, "resumed", "run"))).isZero();
            assertThat(output("resumed")).contains("COMPLETED", "(2 attempts)", "40 users:");
            assertThat(sandbox.stats().refreshTokenReuses()).isZero();

            for (String name : List.of("import", "run", "second", "resumed")) {
                assertThat(output(name)).doesNotContain(sandbox.clientSecret(), "ory_", "INFO", "Exception");
            }
            assertThat(Files.readString(folder.resolve("home/logs/qfsync.log")))
                    .contains("Run 1 ", "ended: STOPPED", "ended: COMPLETED")
                    .doesNotContain(sandbox.clientSecret(), "ory_");
        }
    }

    @Test
    void aSandboxServesUntilItIsStopped() throws Exception {
        Process sandbox = start(new CommandSession(folder), "sandbox", "sandbox", "--users", "2");
        await().atMost(LONG_ENOUGH).until(() -> output("sandbox").contains("users import -"));

        sandbox.destroy();

        assertThat(finish(sandbox)).isZero();
        assertThat(output("sandbox")).contains("export QF_CLIENT_ID='", "export QF_AUTH_BASE_URL='http://127.0.0.1:");
    }

    private Process start(CommandSession session, String name, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                // Tests log to their console by a file of their own.
                System.getProperty("java.class.path").replaceAll("[^" + File.pathSeparator + "]*test-classes", ""),
                Qfsync.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".txt").toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("QF"));
        builder.environment().putAll(session.environment());
        return builder.start();
    }

    private static int finish(Process process) throws InterruptedException {
        assertThat(process.waitFor(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String output(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".txt"), StandardCharsets.UTF_8);
    }
}
