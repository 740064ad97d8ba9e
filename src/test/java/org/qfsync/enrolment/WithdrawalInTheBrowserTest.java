package org.qfsync.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.testing.TestBrowser;
import org.qfsync.testing.Visitor;
import org.qfsync.token.Actor;
import org.qfsync.token.AuditEvent;
import org.qfsync.token.GrantState;

/** A user's way out, which only they can take. */
class WithdrawalInTheBrowserTest {
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
    void whoWithdrawsIsToldWhatTheServerSaidAndWhenTheDataIsGone() {
        String sub = consented();
        Visitor visitor = rig.visitor();

        HttpResponse<String> confirm = signIn(visitor, sub);
        assertThat(confirm.body()).contains("Withdraw your consent now?").doesNotContain(sub);
        assertThat(rig.grant(sub).orElseThrow().state()).isEqualTo(GrantState.ACTIVE);
        HttpResponse<String> done = decide(visitor, "later");

        assertThat(done.body())
                .contains("Your consent is withdrawn", "and confirmed it", "in the first night after")
                .doesNotContain(sub);
        assertThat(rig.grant(sub).orElseThrow().state()).isEqualTo(GrantState.REVOKED);
        assertThat(rig.grant(sub).orElseThrow().eraseAt()).isPresent();
        assertThat(rig.audit(sub))
                .filteredOn(entry -> entry.event() == AuditEvent.DISCONNECTED)
                .singleElement()
                .satisfies(entry -> assertThat(entry.actor().kind()).isEqualTo(Actor.Kind.USER));
    }

    @Test
    void whoWantsTheirDataDeletedAtOnceHasItDeletedAtOnce() {
        String sub = consented();
        Visitor visitor = rig.visitor();
        signIn(visitor, sub);

        HttpResponse<String> done = decide(visitor, "now");

        assertThat(done.body()).contains("Your consent is withdrawn", "All data of yours is deleted here, for good");
        assertThat(rig.grant(sub)).isEmpty();
        assertThat(rig.audit(sub))
                .filteredOn(entry -> entry.event() == AuditEvent.ERASED)
                .singleElement()
                .satisfies(entry -> assertThat(entry.actor().kind()).isEqualTo(Actor.Kind.USER));
    }

    @Test
    void whoWithdrewBeforeCanStillHaveTheirDataDeletedAtOnce() {
        String sub = consented();
        Visitor visitor = rig.visitor();
        signIn(visitor, sub);
        decide(visitor, "later");

        signIn(visitor, sub);
        HttpResponse<String> done = decide(visitor, "now");

        assertThat(done.body()).contains("All data of yours is deleted here, for good");
        assertThat(rig.grant(sub)).isEmpty();
    }

    @Test
    void signingInAsksForNothingButTheNameAndTouchesNoGrant() {
        String sub = consented();
        long generation = rig.grant(sub).orElseThrow().generation();
        Visitor visitor = rig.visitor();

        URI authorization = visitor.goToSignIn();
        assertThat(TestBrowser.query(authorization)).containsEntry("scope", "openid");
        visitor.follow(rig.sandbox.approve(authorization, sub));

        assertThat(rig.grant(sub).orElseThrow().generation()).isEqualTo(generation);
        assertThat(rig.tokens().managerForStep().forUser(sub).current()).isNotNull();
    }

    @Test
    void theServerInTroubleDoesNotKeepAnybodyFromWithdrawing() {
        String sub = consented();
        Visitor visitor = rig.visitor();
        signIn(visitor, sub);
        rig.sandbox.addFault(FaultRule.parse("revoke:503=1"));
        try {
            assertThat(decide(visitor, "later").body()).contains("could not be told just now", "remove it there, too");
        } finally {
            rig.sandbox.clearFaults();
        }
        assertThat(rig.grant(sub).orElseThrow().state()).isEqualTo(GrantState.REVOKED);
    }

    @Test
    void whoNeverConsentedIsToldSo() {
        Visitor visitor = rig.visitor();
        signIn(visitor, rig.newUser());

        assertThat(decide(visitor, "later").body()).contains("There is no consent of yours");
    }

    @Test
    void aProofIsGoodForOneDecisionAndTenMinutes() {
        String sub = consented();
        Visitor visitor = rig.visitor();
        HttpResponse<String> confirm = signIn(visitor, sub);
        String token = Visitor.formToken(confirm);
        assertThat(decide(visitor, "later").statusCode()).isEqualTo(200);

        assertThat(visitor.post("/disconnect/confirm", "token", token, "data", "now")
                        .statusCode())
                .isEqualTo(400);

        String other = consented();
        token = Visitor.formToken(signIn(visitor, other));
        rig.clock.advance(Duration.ofMinutes(10));
        try {
            HttpResponse<String> late = visitor.post("/disconnect/confirm", "token", token, "data", "now");
            assertThat(late.statusCode()).isEqualTo(400);
            assertThat(late.body()).contains("has not been withdrawn");
        } finally {
            rig.clock.advance(Duration.ofMinutes(-10));
        }
        assertThat(rig.grant(other).orElseThrow().state()).isEqualTo(GrantState.ACTIVE);
    }

    @Test
    void nobodyWithdrawsForSomebodyElse() {
        String sub = consented();
        Visitor victim = rig.visitor();
        signIn(victim, sub);
        Visitor attacker = rig.visitor();
        String token = Visitor.formToken(attacker.get("/disconnect"));

        assertThat(attacker.post("/disconnect/confirm", "token", token, "data", "now")
                        .statusCode())
                .isEqualTo(400);
        assertThat(victim.post("/disconnect/confirm", "data", "now").statusCode())
                .isEqualTo(403);
        assertThat(victim.post("/disconnect/confirm", "token", token, "data", "now")
                        .statusCode())
                .isEqualTo(403);
        assertThat(Visitor.redirect(attacker.get("/disconnect/confirm"))).hasToString("/disconnect");
        assertThat(rig.grant(sub).orElseThrow().state()).isEqualTo(GrantState.ACTIVE);
    }

    @Test
    void anIdTokenThatProvesNothingIsNoProof() {
        String sub = consented();
        Visitor visitor = rig.visitor();
        URI back = rig.sandbox.approve(visitor.goToSignIn(), sub);
        rig.sandbox.addFault(FaultRule.parse("token:id-bad-signature=1"));
        try {
            HttpResponse<String> page = visitor.open(back);
            assertThat(page.statusCode()).isEqualTo(502);
            assertThat(page.body()).contains("could not make sure who you are", "has not been withdrawn");
        } finally {
            rig.sandbox.clearFaults();
        }
        assertThat(Visitor.redirect(visitor.get("/disconnect/confirm"))).hasToString("/disconnect");
    }

    @Test
    void whoDeclinesToSignInStaysConnected() {
        Visitor visitor = rig.visitor();

        HttpResponse<String> page = visitor.open(rig.sandbox.deny(visitor.goToSignIn()));

        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).contains("has not been withdrawn", "href=\"/disconnect\"");
    }

    private static String consented() {
        String sub = rig.newUser();
        Visitor visitor = rig.visitor();
        visitor.follow(rig.consentUpToCallback(visitor, sub));
        assertThat(rig.grant(sub)).isPresent();
        return sub;
    }

    private static HttpResponse<String> signIn(Visitor visitor, String sub) {
        HttpResponse<String> confirm = visitor.follow(rig.sandbox.approve(visitor.goToSignIn(), sub));
        assertThat(confirm.statusCode()).as(confirm.body()).isEqualTo(200);
        return confirm;
    }

    private static HttpResponse<String> decide(Visitor visitor, String data) {
        HttpResponse<String> answer = visitor.fillIn("/disconnect/confirm", "data", data);
        return visitor.get(Visitor.redirect(answer).toString());
    }
}
