package org.qfsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.qfsync.sandbox.QfCaller.Answer;
import org.qfsync.testing.SettableClock;

/** The page that a person sees, and the form that comes back. */
class SandboxConsentPageTest {
    private static final Pattern CHALLENGE = Pattern.compile("name=\"challenge\" value=\"([^\"]+)\"");

    private final SettableClock clock = new SettableClock();
    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withClock(clock));
    private final QfCaller qf = new QfCaller(sandbox);
    private final LoginAttempt attempt = new LoginAttempt(sandbox);
    private final String sub = sandbox.subs().skip(12).findFirst().orElseThrow();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private static String challenge(Answer page) {
        Matcher found = CHALLENGE.matcher(page.raw().body());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static String cookie(Answer page) {
        return page.raw().headers().firstValue("Set-Cookie").orElseThrow();
    }

    private Answer send(String challenge, String cookie, String rest) {
        return qf.send(HttpRequest.newBuilder(qf.uri("/oauth2/auth/consent"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", "other=1; " + cookie.split(";", 2)[0])
                .POST(BodyPublishers.ofString("challenge=" + challenge + "&" + rest))
                .build());
    }

    @Test
    void thePageIsPlainAccessibleAndSaysThatItIsASimulator() {
        Answer page = attempt.open();
        assertThat(page.status()).isEqualTo(200);
        String html = page.raw().body();
        assertThat(html)
                .contains("<html lang=\"en\">", "name=\"viewport\"", "This is a simulator")
                .contains("<label for=\"sub\">", "<select id=\"sub\"", "<fieldset>", "<legend>")
                .contains("name=\"scope.collection\" value=\"on\" checked", "see and change your collections")
                .contains("value=\"allow\"", "value=\"deny\"", sandbox.clientId())
                .doesNotContain("<script", "onclick", "http://", "https://");
        assertThat(html.split("<option ", -1)).hasSize(26);
        assertThat(page.raw().headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.raw().headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("form-action");
        assertThat(cookie(page)).contains("HttpOnly", "SameSite=Lax", "Path=/oauth2");
    }

    @Test
    void theExpectedUserIsChosenAlreadyEvenIfTheListIsTooLongToShow() {
        assertThat(attempt.with("login_hint", sub).open().raw().body())
                .contains("<option value=\"" + sub + "\" selected>");
        assertThat(attempt.with("login_hint", "nobody").open().raw().body()).doesNotContain(" selected>");
        try (Sandbox large = Sandbox.start(SandboxOptions.defaults().withUsers(2_000))) {
            String last = large.subs().skip(1_999).findFirst().orElseThrow();
            String html = new LoginAttempt(large)
                    .with("login_hint", last)
                    .open()
                    .raw()
                    .body();
            assertThat(html).contains("<option value=\"" + last + "\" selected>", "first of 2000 users");
            assertThat(html.split("<option ", -1)).hasSize(52);
        }
    }

    @Test
    void whatOthersWroteIsEscaped() {
        sandbox.registerScopes(Set.of("openid", "\"><b>x</b>"));
        assertThat(attempt.with("scope", "\"><b>x</b>").open().raw().body()).doesNotContain("<b>");
    }

    @Test
    void anAnswerIsTakenOnceAndOnlyFromTheBrowserThatWasAsked() {
        Answer page = attempt.open();
        String form = "decision=allow&sub=" + sub + "&scope.openid=on";
        Answer stolen = send(challenge(page), cookie(attempt.open()), form);
        assertThat(stolen.status()).isEqualTo(403);
        assertThat(stolen.raw().body()).contains("request_forbidden");
        assertThat(send(challenge(page), cookie(page), form).status()).isEqualTo(400);
        Answer again = attempt.open();
        assertThat(send(challenge(again), cookie(again), form).status()).isEqualTo(303);
        Answer twice = send(challenge(again), cookie(again), form);
        assertThat(twice.status()).isEqualTo(400);
        assertThat(twice.raw().headers().firstValue("Location")).isEmpty();
    }

    @Test
    void aPageIsTooOldAfterTenMinutes() {
        Answer page = attempt.open();
        clock.advance(Duration.ofMinutes(10));
        assertThat(send(challenge(page), cookie(page), "decision=deny").raw().body())
                .contains("too old");
    }

    @Test
    void aFormThatNoBrowserSendsIsRefused() {
        for (String odd : new String[] {
            "decision=allow&sub=nobody", "decision=allow&sub=" + sub + "&scope.note=on", "decision=perhaps", ""
        }) {
            Answer page = attempt.open();
            assertThat(send(challenge(page), cookie(page), odd).status())
                    .as(odd)
                    .isEqualTo(400);
        }
        assertThat(send("made-up", "x=1", "decision=deny").status()).isEqualTo(400);
        assertThatIllegalStateException()
                .isThrownBy(() -> sandbox.approve(attempt.url(), sub, Set.of("note")))
                .withMessageContaining("nobody had asked for");
    }

    @Test
    void aPersonCanBeDrivenByHttpToo() {
        Answer allowed = post(
                "/__sandbox/approve?sub=" + sub + "&scope=openid", attempt.url().toString());
        assertThat(LoginAttempt.query(allowed.body().path("location").asString()))
                .containsEntry("scope", "openid")
                .containsKey("code");
        Answer denied = post("/__sandbox/deny", attempt.url().toString());
        assertThat(denied.body().path("location").asString()).contains("error=access_denied");
        assertThat(post("/__sandbox/approve", attempt.url().toString()).status())
                .isEqualTo(400);
        assertThat(post("/__sandbox/redirect-uri?uri=https%3A%2F%2Fapp.example%2Fcb", "")
                        .status())
                .isEqualTo(200);
        assertThat(attempt.with("redirect_uri", "https://app.example/cb").open().status())
                .isEqualTo(200);
        assertThat(post("/__sandbox/scopes?scope=openid+goal", "").status()).isEqualTo(200);
        assertThat(attempt.with("scope", "openid goal").open().status()).isEqualTo(200);
        assertThat(post("/__sandbox/rotate-keys", "").status()).isEqualTo(200);
        assertThat(qf.get("/.well-known/jwks.json", "none").body().path("keys").size())
                .isEqualTo(2);
        assertThat(qf.get("/__sandbox/consents?sub=" + sub, "none").raw().body().lines())
                .hasSize(1);
    }

    private Answer post(String path, String body) {
        return qf.send(HttpRequest.newBuilder(qf.uri(path))
                .POST(BodyPublishers.ofString(body))
                .build());
    }
}
