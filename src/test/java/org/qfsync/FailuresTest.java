package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.cli.Cli;
import org.qfsync.cli.OrderlyStop;
import org.qfsync.cli.ProgramLauncher;
import org.qfsync.cli.Screen;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.springframework.dao.DataAccessResourceFailureException;

/** However a command fails: one line on stderr that says what to do, the right exit code, and no stack trace. */
class FailuresTest {
    private static Sandbox sandbox;

    @TempDir
    Path home;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(0));
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void aWrongSetting() {
        assertOneLine(
                CommandSession.at(sandbox, home)
                        .with("QFSYNC_API_CONCURRENCY", "many")
                        .type("users", "list"),
                78,
                "QFSYNC_API_CONCURRENCY: \"many\" is not a whole number");
    }

    @Test
    void aDatabaseThatIsAway() {
        assertOneLine(
                CommandSession.at(sandbox, home)
                        .with("QFSYNC_DB_URL", "jdbc:postgresql://127.0.0.1:1/qfsync")
                        .type("users", "list"),
                4,
                "Check QFSYNC_DB_URL");
    }

    @Test
    void aDatabaseThatGoesAwayOnTheWay() {
        CommandSession.Typed typed = typedWith(
                occasion -> {
                    throw new DataAccessResourceFailureException(
                            "no connection", new java.sql.SQLException("Connection refused"));
                },
                "runs");

        assertOneLine(typed, 4, "The database does not answer any more: Connection refused. Bring it back");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "runs list", "users list", "schedule pause", "schedule now"})
    void anH2FileThatAnotherProcessHas(String command) throws IOException {
        try (OtherOwner owner = OtherOwner.of(home.resolve("sandbox"), "qfsync daemon")) {
            assertThat(owner.isHolding()).isTrue();
            assertOneLine(
                    CommandSession.at(sandbox, home).type(command.split(" ")),
                    5,
                    "doing: qfsync daemon. An H2 file has one owner process: wait until it ends or stop it");
        }
    }

    @Test
    void anUnknownUser() {
        assertOneLine(CommandSession.at(sandbox, home).type("users", "show", "nobody"), 2, "qfsync users list");
    }

    @Test
    void anUnknownRun() {
        assertOneLine(CommandSession.at(sandbox, home).type("runs", "show", "4711"), 2, "qfsync runs");
    }

    @Test
    void noDaemonThatCouldBeAsked() {
        assertOneLine(
                CommandSession.at(sandbox, home).type("schedule", "now"),
                4,
                "nobody would start the run. Start it yourself: qfsync run");
    }

    @Test
    void aDefectOfOurOwn() {
        ProgramLauncher broken = occasion -> {
            throw new IllegalStateException("it cannot be\nand that is more of it");
        };

        assertOneLine(typedWith(broken, "users", "list"), 4, "Unexpected IllegalStateException: it cannot be (the log");

        assertThat(typedWith(broken, "users", "list", "--verbose").err())
                .contains("Unexpected IllegalStateException", "\tat org.qfsync.");
    }

    private static void assertOneLine(CommandSession.Typed typed, int code, String words) {
        assertThat(typed.err()).contains(words).hasLineCount(1).doesNotContain("\tat ");
        assertThat(typed.code()).isEqualTo(code);
        assertThat(typed.out()).isEmpty();
    }

    private CommandSession.Typed typedWith(ProgramLauncher launcher, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = new Screen(InputStream.nullInputStream(), out, err, false, false);
        int code = new Cli(
                        launcher, screen, new OrderlyStop(), Map.of("QFSYNC_HOME", home.toString()), Clock.systemUTC())
                .execute(args);
        return new CommandSession.Typed(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
