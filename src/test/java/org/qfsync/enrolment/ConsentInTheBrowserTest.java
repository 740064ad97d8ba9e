package org.qfsync.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.testing.TestBrowser;
import org.qfsync.testing.Visitor;
import org.qfsync.token.Actor;
import org.qfsync.token.AuditEvent;
import org.qfsync.token.GrantState;

/** A user's way from the first page to the stored grant, and every way to miss it. */
class ConsentInTheBrowserTest {
    @TempDir
    static Path home;

    static EnrolmentRig rig;

    @BeforeAll
    static void start() {
        rig = new EnrolmentRig(home);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void whoAgreesToEverythingIsConnectedAndTheGrantIsStored() {
        String sub = rig.newUser();
        Visitor visitor = rig.visitor();

        URI authorization = visitor.goToConsent("collection", "bookmark");
        Map<String, String> query = TestBrowser.query(authorization);
        assertThat(query)
                .containsEntry("redirect_uri", rig.address() + "/oauth/callback")
                .containsEntry("scope", "bookmark collection offline_access openid")
                .containsEntry("code_challenge_method", "S256")
                .containsKeys("nonce", "state");
        HttpResponse<String> back = visitor.open(rig.sandbox.approve(authorization, sub));

        assertThat(Visitor.redirect(back)).hasToString("/connect/done");
        HttpResponse<String> done = visitor.get("/connect/done");
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.body())
                .contains("You are connected", "You agreed to this", "/disconnect")
                .doesNotContain(sub)
                .doesNotContain("You did not agree to this");
        assertThat(visitor.get("/connect/done").body()).contains("You are connected");
        assertThat(rig.grant(sub)).hasValueSatisfying(grant -> {
            assertThat(grant.state()).isEqualTo(GrantState.ACTIVE);
            assertThat(grant.scopes()).contains("collection", "bookmark", "offline_access");
        });
        assertThat(rig.audit(sub)).singleElement().satisfies(entry -> {
            assertThat(entry.event()).isEqualTo(AuditEvent.CONSENTED);
            assertThat(entry.actor().kind()).isEqualTo(Actor.Kind.USER);
        });
    }

    @Test
    void whatTheUserDidNotGrantIsNamed() {
        Visitor visitor = rig.visitor();
        URI back = rig.sandbox.approve(
                visitor.goToConsent("collection", "bookmark"),
                rig.newUser(),
                Set.of("openid", "offline_access", "bookmark"));

        String page = visitor.follow(back).body();
        assertThat(page).contains("You are connected", "You did not agree to this");
        assertThat(page.substring(page.indexOf("You did not agree to this")))
                .contains("<code>collection</code>")
                .doesNotContain("<code>bookmark</code>");
    }

    @Test
    void onlyWhatWasTickedIsAskedFor() {
        URI authorization = rig.visitor().goToConsent("bookmark");

        assertThat(TestBrowser.query(authorization)).containsEntry("scope", "bookmark offline_access openid");
    }

    @Test
    void aScopeThatIsNotOfferedCannotBeSmuggledIn() {
        URI authorization = rig.visitor().goToConsent("bookmark", "user", "content");

        assertThat(TestBrowser.query(authorization)).containsEntry("scope", "bookmark offline_access openid");
    }

    @Test
    void nothingIsTickedBeforehandAndWithoutATickNobodyGoesOn() {
        Visitor visitor = rig.visitor();
        assertThat(visitor.get("/connect").body()).doesNotContain("checked");

        HttpResponse<String> answer = visitor.fillIn("/connect");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("You ticked nothing", "role=\"alert\"");
    }

    @Test
    void consentingAgainTakesTheOldGrantsPlace() {
        String sub = rig.newUser();
        Visitor visitor = rig.visitor();
        visitor.follow(rig.sandbox.approve(visitor.goToConsent("bookmark"), sub));
        long first = rig.grant(sub).orElseThrow().generation();

        visitor.follow(rig.consentUpToCallback(visitor, sub));

        assertThat(rig.grant(sub)).hasValueSatisfying(grant -> {
            assertThat(grant.generation()).isGreaterThan(first);
            assertThat(grant.scopes()).contains("collection", "bookmark");
        });
    }

    @Test
    void twoTabsOfOneBrowserDoNotDisturbEachOther() {
        Visitor visitor = rig.visitor();
        String one = rig.newUser();
        URI firstTab = visitor.goToConsent("bookmark");
        URI secondTab = visitor.goToConsent("collection");

        assertThat(visitor.open(rig.sandbox.approve(secondTab, one)).statusCode())
                .isEqualTo(303);
        assertThat(visitor.open(rig.sandbox.approve(firstTab, one)).statusCode())
                .isEqualTo(303);
    }

    @Test
    void aCallbackThatComesTwiceIsRefusedTheSecondTime() {
        String sub = rig.newUser();
        Visitor visitor = rig.visitor();
        URI back = rig.consentUpToCallback(visitor, sub);
        visitor.follow(back);
        long generation = rig.grant(sub).orElseThrow().generation();

        HttpResponse<String> again = visitor.open(back);

        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("This step is over");
        assertThat(rig.grant(sub).orElseThrow().generation()).isEqualTo(generation);
        assertThat(rig.grant(sub).orElseThrow().state()).isEqualTo(GrantState.ACTIVE);
    }

    @Test
    void aLoginIsOverAfterTenMinutes() {
        String sub = rig.newUser();
        Visitor visitor = rig.visitor();
        URI authorization = visitor.goToConsent("bookmark");

        rig.clock.advance(Duration.ofMinutes(10));
        try {
            HttpResponse<String> late = visitor.open(rig.sandbox.approve(authorization, sub));
            assertThat(late.statusCode()).isEqualTo(400);
            assertThat(late.body()).contains("more than ten minutes");
        } finally {
            rig.clock.advance(Duration.ofMinutes(-10));
        }
        assertThat(rig.grant(sub)).isEmpty();
    }

    @Test
    void aLoginCannotEndInABrowserThatDidNotBeginIt() {
        String attacker = rig.newUser();
        URI back = rig.consentUpToCallback(rig.visitor(), attacker);
        Visitor victim = rig.visitor();

        HttpResponse<String> withoutCookie = victim.open(back);
        victim.get("/connect");
        HttpResponse<String> withAnother = victim.open(back);

        assertThat(withoutCookie.statusCode()).isEqualTo(403);
        assertThat(withAnother.statusCode()).isEqualTo(403);
        assertThat(withAnother.body()).contains("did not begin in this browser");
        assertThat(rig.grant(attacker)).isEmpty();
    }

    @Test
    void whoDeclinesIsToldThatNothingWasStored() {
        Visitor visitor = rig.visitor();

        HttpResponse<String> back = visitor.open(rig.sandbox.deny(visitor.goToConsent("bookmark")));

        assertThat(back.statusCode()).isEqualTo(403);
        assertThat(back.body()).contains("You did not agree", "nothing was stored");
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied, 403",
        "temporarily_unavailable, 503",
        "server_error, 503",
        "invalid_scope, 502",
        "login_required, 400",
        "<script>alert(1)</script>, 502"
    })
    void anErrorOfTheServerIsToldInOurOwnWords(String error, int status) {
        Visitor visitor = rig.visitor();
        String state = TestBrowser.query(visitor.goToConsent("bookmark")).get("state");

        HttpResponse<String> back = visitor.get("/oauth/callback?state=" + state + "&error="
                + java.net.URLEncoder.encode(error, java.nio.charset.StandardCharsets.UTF_8)
                + "&error_description=call+0900+now");

        assertThat(back.statusCode()).isEqualTo(status);
        assertThat(back.body()).doesNotContain("0900").doesNotContain("script").doesNotContain(state);
    }

    @Test
    void aCodeThatTheServerRefusesIsToldAndStoresNothing() {
        Visitor visitor = rig.visitor();
        String state = TestBrowser.query(visitor.goToConsent("bookmark")).get("state");

        HttpResponse<String> back = visitor.get("/oauth/callback?code=made-up-code&state=" + state);

        assertThat(back.statusCode()).isEqualTo(400);
        assertThat(back.body()).contains("The sign-in did not hold").doesNotContain("made-up-code");
    }

    @ParameterizedTest
    @CsvSource({"/oauth/callback", "/oauth/callback?code=a", "/oauth/callback?state=a&state=b&code=c"})
    void anIncompleteCallbackIsRefused(String path) {
        assertThat(rig.visitor().get(path).statusCode()).isEqualTo(400);
    }

    @Test
    void aServerThatDoesNotAnswerIsToldAsSuch() {
        Visitor visitor = rig.visitor();
        URI back = rig.consentUpToCallback(visitor, rig.newUser());
        rig.sandbox.addFault(FaultRule.parse("token:503=1"));
        try {
            HttpResponse<String> page = visitor.open(back);
            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.body()).contains("Quran Foundation does not answer");
        } finally {
            rig.sandbox.clearFaults();
        }
    }

    @Test
    void aFormOfAnotherOriginIsRefused() {
        Visitor visitor = rig.visitor();
        visitor.get("/connect");
        Visitor other = rig.visitor();
        String foreignToken = Visitor.formToken(other.get("/connect"));

        assertThat(visitor.post("/connect", "scope", "bookmark").statusCode()).isEqualTo(403);
        assertThat(visitor.post("/connect", "scope", "bookmark", "token", foreignToken)
                        .statusCode())
                .isEqualTo(403);
        assertThat(rig.visitor()
                        .post("/connect", "scope", "bookmark", "token", foreignToken)
                        .statusCode())
                .isEqualTo(403);
    }
}
