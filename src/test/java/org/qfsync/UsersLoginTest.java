package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.CommandSession.Typed;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;

/** {@code users login} from end to end, against the sandbox. */
@Timeout(120)
class UsersLoginTest {
    private static final String VISIT = "(?m)^(http://127\\.0\\.0\\.1:\\d+/oauth2/auth\\?\\S+)$";

    @TempDir
    Path home;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(3));
    private final String sub = sandbox.subs().findFirst().orElseThrow();
    private URI redirectUri;
    private CommandSession session;

    @SuppressWarnings("NullAway.Init")
    UsersLoginTest() {}

    @BeforeEach
    void register() throws IOException {
        redirectUri = URI.create("http://127.0.0.1:" + freePort() + "/callback");
        sandbox.registerRedirectUri(redirectUri);
        session = CommandSession.at(sandbox, home).with("QFSYNC_LOGIN_REDIRECT_URI", redirectUri.toString());
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void aConsentInTheBrowserBecomesAGrantThatTheNextNightUses() throws Exception {
        Path opened = home.resolve("opened");
        try (LiveCommand login = new LiveCommand(
                session.with("BROWSER", browserThatWritesTo(opened).toString()), "users", "login")) {
            login.said("(A browser was opened)");
            URI visited = URI.create(Files.readString(opened));

            URI back = sandbox.approve(visited, sub);
            HttpResponse<String> page = get(back);
            Typed typed = login.end();

            assertThat(page.body()).contains("You can close this window");
            assertThat(typed.code()).isZero();
            assertThat(typed.out().lines())
                    .containsExactly(
                            "User " + sub + " consented.",
                            "Granted: bookmark collection offline_access openid",
                            "Next: qfsync run");
            assertThat(typed.all()).doesNotContain(parameter(back, "code"), parameter(back, "state"));
            assertThat(everyFileOf(home)).noneMatch(text -> text.contains(parameter(back, "code")));
        }
        assertThat(session.type("users", "list", "--format", "csv").out()).contains(sub + ",ACTIVE,");
        assertThat(session.type("run").out()).contains("1 user: 1 synced");
        assertThat(sandbox.stats().refreshTokenReuses()).isZero();
    }

    @Test
    void withoutABrowserThePastedAddressIsTaken() throws Exception {
        try (LiveCommand login = new LiveCommand(session, "users", "login", "--no-browser")) {
            URI back = sandbox.approve(URI.create(login.said(VISIT)), sub);

            login.enter("what is this");
            login.enter(back.toString().replace("state=", "state=x"));
            login.enter("  " + back + "  ");

            Typed typed = login.end();
            assertThat(typed.code()).isZero();
            assertThat(typed.out()).startsWith("User " + sub + " consented.");
            assertThat(typed.err().lines().filter(line -> line.startsWith("That is not the address")))
                    .hasSize(2);
            assertThat(typed.all()).doesNotContain(parameter(back, "code"));
        }
    }

    @Test
    void aForgedAnswerIsRefusedAndTheWaitGoesOn() throws Exception {
        try (LiveCommand login = new LiveCommand(session, "users", "login", "--no-browser")) {
            URI back = sandbox.approve(URI.create(login.said(VISIT)), sub);

            HttpResponse<String> forged = get(redirectUri.resolve("/callback?code=forged&state=guessed"));
            assertThat(forged.statusCode()).isEqualTo(400);
            get(back);

            assertThat(login.end().code()).isZero();
        }
        assertThat(session.type("users", "list", "--format", "csv").out().lines())
                .hasSize(2);
    }

    @Test
    void aUserWhoSaysNoIsToldPlainlyAndNothingIsStored() throws Exception {
        try (LiveCommand login = new LiveCommand(session, "users", "login", "--no-browser")) {
            URI back = sandbox.deny(URI.create(login.said(VISIT)));
            assertThat(get(back).body()).contains("No consent was given");

            Typed typed = login.end();
            assertThat(typed.code()).isEqualTo(4);
            assertThat(typed.err()).contains("The login ended without consent: access_denied", "The user said no");
            assertThat(typed.out()).isEmpty();
        }
        assertThat(session.type("users", "list", "--format", "csv").out().lines())
                .hasSize(1);
    }

    @Test
    void whatWasNotGrantedIsNamedWithTheDatasetsThatAreOff() throws Exception {
        try (LiveCommand login = new LiveCommand(session, "users", "login", "--no-browser")) {
            get(sandbox.approve(URI.create(login.said(VISIT)), sub, Set.of("openid", "offline_access", "collection")));

            Typed typed = login.end();
            assertThat(typed.code()).isZero();
            assertThat(typed.out()).contains("Not granted: bookmark\n", "Off for this user until granted: bookmarks\n");
        }
    }

    @Test
    void aGrantWithoutRefreshTokenIsNotStored() throws Exception {
        try (LiveCommand login = new LiveCommand(session, "users", "login", "--no-browser")) {
            get(sandbox.approve(URI.create(login.said(VISIT)), sub, Set.of("openid", "bookmark", "collection")));

            Typed typed = login.end();
            assertThat(typed.code()).isEqualTo(4);
            assertThat(typed.err())
                    .contains("Failed to exchange authorization code for tokens: The answer holds no refresh token")
                    .contains("offline_access");
        }
        assertThat(session.type("users", "list", "--format", "csv").out().lines())
                .hasSize(1);
    }

    @Test
    void onlyTheScopesOfTheCommandAreAskedFor() throws Exception {
        try (LiveCommand login =
                new LiveCommand(session, "users", "login", "--no-browser", "--scopes", "bookmark,note")) {
            String address = login.said(VISIT);
            assertThat(parameter(URI.create(address), "scope")).isEqualTo("bookmark note offline_access openid");
            get(sandbox.approve(URI.create(address), sub));
            // Nobody asked for collections: that they are off is no news.
            assertThat(login.end().out()).contains("Granted: bookmark note").doesNotContain("Off for this user");
        }
    }

    @Test
    void aScopeThatIsNotApprovedIsToldWithWhatToDo() throws Exception {
        try (LiveCommand login =
                new LiveCommand(session, "users", "login", "--no-browser", "--scopes", "bookmark misspelt")) {
            HttpResponse<String> redirect = get(URI.create(login.said(VISIT)));
            get(URI.create(redirect.headers().firstValue("Location").orElseThrow()));

            Typed typed = login.end();
            assertThat(typed.code()).isEqualTo(4);
            assertThat(typed.err()).contains("invalid_scope", "approve the scope");
        }
    }

    @Test
    void anAddressElsewhereWorksByPaste() throws Exception {
        URI elsewhere = URI.create("https://app.example/callback");
        sandbox.registerRedirectUri(elsewhere);
        try (LiveCommand login = new LiveCommand(
                session.with("QFSYNC_LOGIN_REDIRECT_URI", elsewhere.toString()), "users", "login", "--no-browser")) {
            login.enter(sandbox.approve(URI.create(login.said(VISIT)), sub).toString());

            assertThat(login.end().code()).isZero();
        }
    }

    @Test
    void anotherPortOfThisMachineCanBeChosen() throws Exception {
        int port = freePort();
        sandbox.registerRedirectUri(URI.create("http://127.0.0.1:" + port + "/callback"));
        try (LiveCommand login =
                new LiveCommand(session, "users", "login", "--no-browser", "--redirect-port", "" + port)) {
            URI back = sandbox.approve(URI.create(login.said(VISIT)), sub);
            assertThat(back.getPort()).isEqualTo(port);
            get(back);

            assertThat(login.end().code()).isZero();
        }
    }

    @Test
    void aTakenPortIsToldBeforeAnybodyConsents() throws Exception {
        try (ServerSocket taken = new ServerSocket(redirectUri.getPort(), 1, InetAddress.getLoopbackAddress())) {
            Typed typed = session.type("users", "login", "--no-browser");

            assertThat(taken.isBound()).isTrue();
            assertThat(typed.code()).isEqualTo(4);
            assertThat(typed.err())
                    .startsWith("Cannot listen at " + redirectUri)
                    .hasLineCount(1);
        }
    }

    @Test
    void aUserWhoNeverComesIsWaitedForInVain() {
        Typed typed = session.type("users", "login", "--no-browser", "--wait", "100ms");

        assertThat(typed.code()).isEqualTo(4);
        assertThat(typed.err()).contains("No consent came in time", redirectUri + " (scheme, host, port, path");
    }

    @Test
    void ctrlCEndsTheWait() throws Exception {
        try (LiveCommand login = new LiveCommand(session, "users", "login", "--no-browser")) {
            login.said(VISIT);
            login.interrupt();

            Typed typed = login.end();
            assertThat(typed.code()).isEqualTo(6);
            assertThat(typed.err()).contains("Stopped; nothing was stored.");
        }
        await().untilAsserted(
                        () -> new ServerSocket(redirectUri.getPort(), 1, InetAddress.getLoopbackAddress()).close());
    }

    @Test
    void aWrongSecretIsToldAtTheExchange() throws Exception {
        try (LiveCommand login = new LiveCommand(
                session.with("QF_CLIENT_SECRET", "canary-of-a-wrong-secret"), "users", "login", "--no-browser")) {
            get(sandbox.approve(URI.create(login.said(VISIT)), sub));

            Typed typed = login.end();
            assertThat(typed.code()).isEqualTo(4);
            assertThat(typed.err())
                    .contains("Failed to exchange authorization code for tokens: sandbox POST /oauth2/token answered"
                            + " 401 invalid_client")
                    .contains("QF_CLIENT_SECRET")
                    .doesNotContain("canary-of-a-wrong-secret");
        }
    }

    @Test
    void aPublicClientLogsInWithoutASecret() throws Exception {
        CommandSession open = new CommandSession(home)
                .with("QF_CLIENT_ID", sandbox.publicClientId())
                .with("QF_CLIENT_TYPE", "public")
                .with("QF_AUTH_BASE_URL", sandbox.baseUrl().toString())
                .with("QF_API_BASE_URL", sandbox.baseUrl().toString())
                .with("QFSYNC_LOGIN_REDIRECT_URI", redirectUri.toString());
        try (LiveCommand login = new LiveCommand(open, "users", "login", "--no-browser")) {
            get(sandbox.approve(URI.create(login.said(VISIT)), sub));

            assertThat(login.end().code()).isZero();
        }
    }

    private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    private static Path browserThatWritesTo(Path file) throws IOException {
        Path script = file.resolveSibling("browser");
        Files.writeString(script, "#!/bin/sh\nprintf '%s' \"$1\" > " + file + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }

    private static String parameter(URI address, String name) {
        return Stream.of(address.getQuery().split("&", -1))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> everyFileOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(UsersLoginTest::text).toList().stream();
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
