package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;

/** What the command line says about the enrolment pages. */
class EnrolmentCommandsTest {
    @TempDir
    Path home;

    @Test
    void aDaemonThatWouldBeReachedFromOutsideWithoutTlsDoesNotStart() {
        CommandSession.Typed typed = new CommandSession(home)
                .with("QF_CLIENT_ID", "client")
                .with("QF_CLIENT_SECRET", "secret")
                .with("QFSYNC_ENROLMENT_PORT", "8770")
                .with("QFSYNC_ENROLMENT_ADDRESS", "0.0.0.0")
                .type("daemon");

        assertThat(typed.code()).as(typed.all()).isEqualTo(78);
        assertThat(typed.err())
                .contains("QFSYNC_ENROLMENT_ADDRESS: 0.0.0.0 is reached from outside, which needs"
                        + " QFSYNC_ENROLMENT_BASE_URL: the public https address");
    }

    @Test
    void aPortThatIsTakenIsToldWithWhatToDo() throws IOException {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(1));
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandSession.Typed typed = CommandSession.at(sandbox, home)
                    .with("QFSYNC_ENROLMENT_PORT", String.valueOf(taken.getLocalPort()))
                    .type("daemon");

            assertThat(typed.code()).as(typed.all()).isEqualTo(4);
            assertThat(typed.err())
                    .contains("Cannot serve the enrolment pages at 127.0.0.1 port " + taken.getLocalPort())
                    .contains("in use")
                    .contains("QFSYNC_ENROLMENT_PORT");
            assertThat(typed.out()).doesNotContain("Keeping the schedule");
        }
    }

    @Test
    void anApplicationKeyIsPrintedOnceBesideTheHashThatIsConfigured() {
        CommandSession.Typed typed = new CommandSession(home).type("users", "app-key", "mobile-app");

        assertThat(typed.code()).as(typed.all()).isZero();
        assertThat(typed.out().strip()).matches("qfsync_app_[A-Za-z0-9_-]{43}");
        assertThat(typed.err())
                .containsPattern("QFSYNC_ENROLMENT_APPLICATION_KEYS=mobile-app:[0-9a-f]{64}")
                .doesNotContain(typed.out().strip());
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aNameThatTheConfigurationWouldNotTakeIsRefused() {
        CommandSession.Typed typed = new CommandSession(home).type("users", "app-key", "mobile:app");

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.out()).isEmpty();
    }
}
