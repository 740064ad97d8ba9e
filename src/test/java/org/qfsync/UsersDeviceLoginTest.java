package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.CommandSession.Typed;
import org.qfsync.sandbox.Quirk;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOAuth;
import org.qfsync.sandbox.SandboxOptions;

/** {@code users login --device} from end to end, against the sandbox. */
@Timeout(120)
class UsersDeviceLoginTest {
    private static final String CODE = "(?m)^code: (\\S+)$";
    private static final String COMPLETE = "code in it: (\\S+)";

    @TempDir
    Path home;

    private Sandbox sandbox = sandbox();
    private final String sub = sandbox.subs().findFirst().orElseThrow();

    @SuppressWarnings("NullAway.Init")
    UsersDeviceLoginTest() {}

    private static Sandbox sandbox(Quirk... quirks) {
        return Sandbox.start(SandboxOptions.defaults()
                .withUsers(3)
                .withQuirks(quirks)
                .withOAuth(SandboxOAuth.defaults().withDeviceInterval(Duration.ofSeconds(1))));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private LiveCommand login(String... more) throws java.io.IOException {
        String[] args = new String[more.length + 3];
        System.arraycopy(new String[] {"users", "login", "--device"}, 0, args, 0, 3);
        System.arraycopy(more, 0, args, 3, more.length);
        return new LiveCommand(session(), args);
    }

    private CommandSession session() {
        return CommandSession.at(sandbox, home);
    }

    @Test
    void aCodeEnteredElsewhereBecomesAGrantThatTheNextNightUses() throws Exception {
        try (LiveCommand login = login()) {
            String code = login.said(CODE);
            assertThat(login.said("(?m)^(http://127\\.0\\.0\\.1:\\d+/oauth2/device/verify)$"))
                    .isEqualTo(sandbox.baseUrl() + "/oauth2/device/verify");

            sandbox.approve(URI.create(sandbox.baseUrl() + "/oauth2/device/verify?user_code=" + code), sub);

            Typed typed = login.end();
            assertThat(typed.code()).isZero();
            assertThat(typed.out().lines())
                    .containsExactly(
                            "User " + sub + " consented.",
                            "Granted: bookmark collection offline_access openid",
                            "Next: qfsync run");
            assertThat(typed.all()).doesNotContain("ory_");
        }
        assertThat(session().type("users", "list", "--format", "csv").out()).contains(sub + ",ACTIVE,");
        assertThat(session().type("run").out()).contains("1 user: 1 synced");
        assertThat(sandbox.stats().refreshTokenReuses()).isZero();
    }

    @Test
    void aUserWhoSaysNoIsToldPlainlyAndNothingIsStored() throws Exception {
        try (LiveCommand login = login("--scopes", "bookmark")) {
            sandbox.deny(URI.create(login.said(COMPLETE)));

            Typed typed = login.end();
            assertThat(typed.code()).isEqualTo(4);
            assertThat(typed.err())
                    .contains("Failed to exchange device code for tokens: ", "access_denied", "The user said no");
            assertThat(typed.out()).isEmpty();
        }
        assertThat(session().type("users", "list", "--format", "csv").out().lines())
                .hasSize(1);
    }

    @Test
    void aCodeThatNobodyEntersIsWaitedForInVain() {
        Typed typed = session().type("users", "login", "--device", "--wait", "500ms");

        assertThat(typed.code()).isEqualTo(4);
        assertThat(typed.err()).contains("the code was not entered in time", "Start again");
    }

    @Test
    void ctrlCEndsTheWait() throws Exception {
        try (LiveCommand login = login()) {
            login.said(CODE);
            login.interrupt();

            Typed typed = login.end();
            assertThat(typed.code()).isEqualTo(6);
            assertThat(typed.err()).contains("Stopped; nothing was stored.");
        }
    }

    @Test
    void aServerThatDoesNotOfferItIsNamedWithAnotherWay() {
        sandbox.close();
        sandbox = sandbox(Quirk.NO_DEVICE_GRANT);

        Typed typed = session().type("users", "login", "--device");

        assertThat(typed.code()).isEqualTo(4);
        assertThat(typed.err())
                .contains("does not offer logins by a device code", "users login --no-browser")
                .hasLineCount(1);
    }

    @Test
    void aPortForABrowserMakesNoSenseThere() {
        Typed typed = session().type("users", "login", "--device", "--redirect-port", "9000");

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err()).contains("--redirect-port");
    }
}
