package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qfsync.cli.OrderlyStop;
import org.qfsync.cli.Screen;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** The hash of a password of the console, made by the program itself. */
class ConsoleHashTest {
    private static final String PASSWORD = "ein Fräulein, 3 Türen";

    @TempDir
    Path home;

    @Test
    void aHashIsThatOfThePasswordAndOneThatTheConsoleTakes() {
        CommandSession.Typed typed = new CommandSession(home).typeWithInput(PASSWORD + "\n", "console", "hash");

        assertThat(typed.code()).as(typed.all()).isZero();
        assertThat(new BCryptPasswordEncoder().matches(PASSWORD, typed.out().strip()))
                .isTrue();
        assertThat(typed.all()).doesNotContain(PASSWORD);
        // One that it does not take is told among what is wrong with the configuration.
        assertThat(new CommandSession(home)
                        .with("QF_CLIENT_ID", "client")
                        .with(
                                "QFSYNC_CONSOLE_OPERATOR_PASSWORD_HASH",
                                typed.out().strip())
                        .type("daemon")
                        .err())
                .contains("QF_CLIENT_SECRET")
                .doesNotContain("QFSYNC_CONSOLE");
    }

    @Test
    void aFileOfItIsPrivateAndNeverWrittenOver() throws IOException {
        Path file = home.resolve("operator");
        CommandSession session = new CommandSession(home);

        assertThat(session.typeWithInput(PASSWORD + "\n", "console", "hash", "--out", file.toString())
                        .code())
                .isZero();

        assertThat(file).content().matches("\\$2a\\$12\\$[./A-Za-z0-9]{53}\\R");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(session.typeWithInput("another password\n", "console", "hash", "--out", file.toString())
                        .code())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"'', No password was typed", "seven77, fewer than 8 characters", "x, fewer than 8 characters"})
    void aPasswordThatIsNoneIsRefused(String password, String why) {
        CommandSession.Typed typed = new CommandSession(home).typeWithInput(password + "\n", "console", "hash");

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err()).contains(why);
        assertThat(typed.out()).isEmpty();
    }

    /** As of {@code qfsync console hash > file}: a test has no terminal that could hide it. */
    @Test
    void aPasswordThatWouldBeSeenWhileItIsTypedIsNotAskedFor() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = new Screen(
                new ByteArrayInputStream((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8)),
                out,
                err,
                true,
                false,
                true);

        int code = new CommandSession(home).type(new OrderlyStop(), screen, "console", "hash");

        assertThat(code).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("would be seen", "console hash --out FILE");
    }

    @Test
    void whatWouldNotCountInAPasswordIsRefused() {
        assertThat(new CommandSession(home)
                        .typeWithInput("ü".repeat(37) + "\n", "console", "hash")
                        .err())
                .contains("more than 72 bytes");
    }
}
