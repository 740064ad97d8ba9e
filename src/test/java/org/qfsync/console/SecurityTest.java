package org.qfsync.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, and what they may do there. */
class SecurityTest {
    private static final String PROXY = "127.0.0.3";
    private static final String STRANGER = "127.0.0.4";
    private static final Pattern COOKIE = Pattern.compile("(qfsync-console=[0-9A-F]+)");
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    @TempDir
    static Path home;

    private static ConsoleRig rig;

    @BeforeAll
    static void serve() {
        rig = ConsoleRig.guarded(home, Map.of("QFSYNC_CONSOLE_PROXIES", PROXY));
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    private Surfer surfer;

    @BeforeEach
    void surf() {
        surfer = new Surfer(rig.address());
    }

    @Test
    void nobodySeesAPageBeforeTheySignIn() {
        HttpResponse<String> answer = surfer.get("/");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(location(answer)).isEqualTo("/login");
        assertThat(surfer.get("/login").body()).contains("Sign in").doesNotContain("Sign out", "Tonight");
    }

    @Test
    void aPartOfAPageThatIsFetchedAgainMakesThePageSignIn() {
        HttpResponse<String> answer = surfer.get("/", "HX-Request", "true");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("HX-Refresh")).hasValue("true");
    }

    @Test
    void anOperatorSignsInAndOut() {
        HttpResponse<String> in = surfer.signIn("operator", ConsoleRig.OPERATOR_PASSWORD);
        assertThat(location(in)).isEqualTo("/");
        assertThat(in.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie).contains("qfsync-console=", "HttpOnly", "SameSite=Strict"));
        assertThat(surfer.get("/").body()).contains("<h1>Tonight</h1>", "Sign out", ">operator<");

        surfer.post("/logout", Map.of());
        assertThat(surfer.get("/").statusCode()).isEqualTo(302);
    }

    @Test
    void aReaderLooksAndCannotAct() {
        surfer.signIn("reader", ConsoleRig.READER_PASSWORD);
        assertThat(surfer.get("/").statusCode()).isEqualTo(200);

        HttpResponse<String> answer = surfer.post("/anything/at/all", Map.of());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("You may look, but not act", "nothing was done");
    }

    @Test
    void anActionWithoutTheTokenOfItsFormIsRefused() {
        surfer.signIn("operator", ConsoleRig.OPERATOR_PASSWORD);

        HttpResponse<String> answer = surfer.postWithoutToken("/anything/at/all", Map.of());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("This form was too old", "nothing was done");
    }

    @Test
    void eachAnswerCarriesWhatKeepsItSafe() {
        assertThat(surfer.get("/login").headers().map())
                .hasEntrySatisfying(
                        "content-security-policy",
                        policy -> assertThat(policy.get(0))
                                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                                .doesNotContain("unsafe"))
                .containsKeys("x-frame-options", "referrer-policy", "cross-origin-opener-policy")
                .hasEntrySatisfying(
                        "cache-control", cache -> assertThat(cache.get(0)).contains("no-store"));
    }

    @Test
    void scriptsOfOthersComeFromTheirJarsAndNothingElseDoes() {
        assertThat(surfer.get("/assets/htmx.org/2.0.10/htmx.min.js").statusCode())
                .as("the version of the pom stands in Assets, too")
                .isEqualTo(200);
        assertThat(surfer.get("/assets/chart.js/4.5.1/chart.umd.min.js").statusCode())
                .isEqualTo(200);
        assertThat(surfer.get("/assets/htmx.org/2.0.10/htmx.js").statusCode()).isEqualTo(404);
        assertThat(surfer.get("/webjars/htmx.org/2.0.10/dist/htmx.js").statusCode())
                .isEqualTo(302);
    }

    @Test
    void aPageThatIsNotThereSaysWhereToGo() {
        surfer.signIn("reader", ConsoleRig.READER_PASSWORD);

        HttpResponse<String> answer = surfer.get("/nowhere");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .contains("There is no such page", "Go to Tonight")
                .doesNotContain("Tomcat");
    }

    @Test
    void aForeignNameIsRefused() throws IOException {
        assertThat(raw("GET /login HTTP/1.1\r\nHost: evil.example:" + rig.port))
                .contains("403", "QFSYNC_CONSOLE_BASE_URL");
        assertThat(raw("GET /login HTTP/1.1\r\nHost: localhost:" + rig.port)).contains("200");
    }

    @Test
    void whereAVisitorComesFromIsBelievedOfANamedProxyAlone() throws IOException {
        for (int i = 0; i < 8; i++) {
            assertThat(wrongLogin(PROXY, "203.0.113.1")).contains("HTTP/1.1 302");
            assertThat(wrongLogin(STRANGER, "203.0.113." + (100 + i))).contains("HTTP/1.1 302");
        }

        assertThat(wrongLogin(PROXY, "203.0.113.1")).contains("HTTP/1.1 429");
        assertThat(wrongLogin(PROXY, "203.0.113.2")).as("another visitor").contains("HTTP/1.1 302");
        assertThat(wrongLogin(STRANGER, "203.0.113.200")).as("whatever it says").contains("HTTP/1.1 429");
    }

    private static String wrongLogin(String from, String visitor) throws IOException {
        String host = " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: " + visitor;
        String form = raw("GET /login" + host, from);
        String body = "username=operator&password=wrong&_csrf=" + found(TOKEN, form);
        return raw(
                "POST /login" + host + "\r\nCookie: " + found(COOKIE, form)
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
                        + "\r\nConnection: close\r\n\r\n" + body,
                from);
    }

    private static String found(Pattern what, String in) {
        Matcher matcher = what.matcher(in);
        assertThat(matcher.find()).as(in).isTrue();
        return URLEncoder.encode(matcher.group(1), StandardCharsets.UTF_8).replace("%3D", "=");
    }

    private static String raw(String request) throws IOException {
        return raw(request, "127.0.0.1");
    }

    private static String raw(String request, String from) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), rig.port, InetAddress.getByName(from), 0)) {
            socket.getOutputStream()
                    .write((request + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("").replaceFirst("^http://[^/]+", "");
    }
}
