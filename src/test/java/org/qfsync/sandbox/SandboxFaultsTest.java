package org.qfsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.sandbox.FaultRule.Effect;
import org.qfsync.sandbox.QfCaller.Answer;

class SandboxFaultsTest {
    private static final String COLLECTIONS = "/auth/v1/collections?first=20";

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
    private final QfCaller qf = new QfCaller(sandbox);
    private final String sub = sandbox.subs().skip(12).findFirst().orElseThrow();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void theDocumentedExampleIsUnderstood() {
        List<FaultRule> rules = FaultRule.parseAll("token:lost=0.01;user/*:503=0.02,retry-after=1;"
                + "content/verses:slow=0.05;*:reset=0.01;user/bookmarks:cut=0.1;token:html=1,status=503,times=2");
        assertThat(rules)
                .extracting(FaultRule::effect)
                .containsExactly(Effect.LOST, Effect.STATUS, Effect.SLOW, Effect.RESET, Effect.CUT, Effect.HTML);
        assertThat(rules.get(1).status()).isEqualTo(503);
        assertThat(rules.get(1).retryAfter()).hasValue(1);
        assertThat(rules.get(2).delay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(rules.get(5).times()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token",
                "nowhere:503=1",
                "token:200=1",
                "token:503=2",
                "token:503=0",
                "user/*:lost=1",
                "token:odd=1",
                "token:503=1,often=3",
                "token:503=1,times=x"
            })
    void aRuleThatMakesNoSenseIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> FaultRule.parseAll(text));
    }

    @Test
    void aLostResponseRotatesAllTheSame() {
        String original = qf.refreshToken(sub);
        sandbox.addFault(FaultRule.always("token", Effect.LOST).times(1));
        assertThatThrownBy(() -> qf.refresh(original)).isInstanceOf(UncheckedIOException.class);
        assertThat(sandbox.stats().refreshesBySub()).containsEntry(sub, 1L);
        assertThat(qf.refresh(original).error()).isEqualTo("invalid_grant");
        assertThat(sandbox.stats().refreshTokenReuses()).isEqualTo(1);
    }

    @Test
    void aRefusedTokenRequestRotatesNothing() {
        String original = qf.refreshToken(sub);
        sandbox.addFault(FaultRule.parse("token:503=1,retry-after=3,times=1"));
        Answer refused = qf.refresh(original);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.error()).isEqualTo("temporarily_unavailable");
        assertThat(refused.raw().headers().firstValue("Retry-After")).contains("3");
        assertThat(qf.refresh(original).status()).isEqualTo(200);
        assertThat(sandbox.stats().refreshTokenReuses()).isZero();
    }

    @Test
    void aRuleForOneUserSparesTheOthers() {
        String other = sandbox.subs().skip(13).findFirst().orElseThrow();
        String token = qf.accessToken(sub);
        String otherToken = qf.accessToken(other);
        sandbox.addFault(FaultRule.parse("user/*:429=1").forSub(sub));
        assertThat(qf.get(COLLECTIONS, token).type()).isEqualTo("rate_limit_exceeded");
        assertThat(qf.get(COLLECTIONS, otherToken).status()).isEqualTo(200);
        sandbox.clearFaults();
        assertThat(qf.get(COLLECTIONS, token).status()).isEqualTo(200);
        sandbox.addFault(FaultRule.parse("token:500=1").forSub(sub));
        assertThat(qf.refresh(qf.refreshToken(other)).status()).isEqualTo(200);
        assertThat(qf.refresh(qf.refreshToken(sub)).status()).isEqualTo(500);
    }

    @Test
    void connectionsAreDroppedAndBodiesCut() {
        String token = qf.accessToken(sub);
        sandbox.addFault(FaultRule.always("user/collections", Effect.RESET));
        assertThatThrownBy(() -> qf.get(COLLECTIONS, token)).isInstanceOf(UncheckedIOException.class);
        sandbox.clearFaults();
        sandbox.addFault(FaultRule.always("user/collections", Effect.CUT));
        assertThatThrownBy(() -> qf.get(COLLECTIONS, token)).isInstanceOf(UncheckedIOException.class);
        sandbox.clearFaults();
        sandbox.addFault(FaultRule.always("user/collections", Effect.HTML));
        Answer html = qf.get(COLLECTIONS, token);
        assertThat(html.status()).isEqualTo(502);
        assertThat(html.raw().headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
    }

    @Test
    void slowAnswersAndLatencyTakeTheirTime() {
        String token = qf.accessToken(sub);
        sandbox.addFault(FaultRule.parse("user/collections:slow=1,delay=300ms"));
        long start = System.nanoTime();
        assertThat(qf.get(COLLECTIONS, token).status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void theSameSeedDrawsTheSameFaults() {
        assertThat(pattern(7)).isEqualTo(pattern(7)).isNotEqualTo(pattern(8));
        assertThat(pattern(7).stream().filter(status -> status == 503).count()).isBetween(5L, 35L);
    }

    private static List<Integer> pattern(long seed) {
        try (Sandbox seeded =
                Sandbox.start(SandboxOptions.defaults().withSeed(seed).withFaults("content/chapters:503=0.3"))) {
            QfCaller caller = new QfCaller(seeded);
            String token = caller.appToken();
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                statuses.add(caller.get("/content/api/v4/chapters", token).status());
            }
            return statuses;
        }
    }

    @Test
    void deadTokensAnswer403WhereTheServiceDoesSo() {
        try (Sandbox odd = Sandbox.start(SandboxOptions.defaults().withQuirks(Quirk.DEAD_TOKEN_403))) {
            Answer answer = new QfCaller(odd).get(COLLECTIONS, "ory_at_made.up");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.type()).isEqualTo("invalid_token");
        }
    }

    @Test
    void withoutRotationTheOldRefreshTokenStaysGood() {
        try (Sandbox odd = Sandbox.start(SandboxOptions.defaults().withQuirks(Quirk.NO_ROTATION))) {
            QfCaller caller = new QfCaller(odd);
            String original = caller.refreshToken(sub);
            assertThat(caller.refresh(original).body().has("refresh_token")).isFalse();
            assertThat(caller.refresh(original).status()).isEqualTo(200);
        }
    }

    @Test
    void theDateHeaderCanBeWrong() {
        String token = qf.accessToken(sub);
        sandbox.serverTimeSkew(Duration.ofMinutes(-10));
        for (int i = 0; i < 3; i++) {
            Answer answer = qf.send(HttpRequest.newBuilder(sandbox.baseUrl().resolve(COLLECTIONS))
                    .header("x-auth-token", token)
                    .header("x-client-id", sandbox.clientId())
                    .build());
            assertThat(answer.status()).isEqualTo(200);
            String date = answer.raw().headers().firstValue("Date").orElseThrow();
            Duration off = Duration.between(
                    java.time.Instant.now(),
                    java.time.ZonedDateTime.parse(date, java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME));
            assertThat(off).isBetween(Duration.ofMinutes(-11), Duration.ofMinutes(-9));
        }
    }
}
