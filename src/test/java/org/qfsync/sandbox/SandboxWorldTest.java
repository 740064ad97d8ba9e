package org.qfsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.sandbox.QfCaller.Answer;
import tools.jackson.databind.JsonNode;

class SandboxWorldTest {
    private static final SandboxOptions OPTIONS = SandboxOptions.defaults();

    @TempDir
    private Path directory;

    @Test
    void theSameSeedMakesTheSameWorldAndAnotherSeedAnother() {
        assertThat(world(OPTIONS)).isEqualTo(world(OPTIONS));
        assertThat(world(OPTIONS).keySet())
                .doesNotContainAnyElementsOf(world(OPTIONS.withSeed(43)).keySet());
        try (Sandbox one = Sandbox.start(OPTIONS);
                Sandbox other = Sandbox.start(OPTIONS)) {
            assertThat(one.consentLines().toList())
                    .isEqualTo(other.consentLines().toList())
                    .hasSize(25);
            assertThat(one.clientSecret()).isEqualTo(other.clientSecret());
        }
    }

    @Test
    void aUniformWorldIsTheSameForEveryUser() {
        world(OPTIONS.withShape(UserShape.UNIFORM).withUsers(40)).values().forEach(truth -> {
            assertThat(truth.collections()).hasSize(3).allMatch(collection -> collection.bookmarksCount() == 10);
            assertThat(truth.scopes()).contains("collection", "bookmark");
            assertThat(truth.consented()).isTrue();
        });
    }

    @Test
    void tenUsersAreEnoughAndAHundredThousandAreNotTooMany() {
        assertThat(world(OPTIONS.withUsers(10))).hasSize(10);
        try (Sandbox large = Sandbox.start(OPTIONS.withUsers(100_000))) {
            assertThat(large.subs().distinct()).hasSize(100_000);
            String last = large.subs().skip(99_999).findFirst().orElseThrow();
            assertThat(large.truth(last).sub()).isEqualTo(last);
            assertThat(large.consentLines()).hasSize(100_000);
        }
    }

    @Test
    void aFewVersesAreSavedByManyUsers() {
        Map<Integer, Long> saves = world(OPTIONS.withUsers(300)).values().stream()
                .flatMap(truth -> truth.bookmarks().stream())
                .filter(bookmark -> bookmark.type().equals("ayah"))
                .map(bookmark -> bookmark.key() * 1000 + bookmark.verseNumber())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        Map.Entry<Integer, Long> most =
                saves.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        assertThat(most.getKey()).isEqualTo(2255);
        assertThat(most.getValue()).isGreaterThan(100);
    }

    @Test
    void aNightChangesAFewUsersAndOneLeaves() {
        try (Sandbox sandbox = Sandbox.start(OPTIONS)) {
            Map<String, Truth> before = truths(sandbox);
            sandbox.advance();
            Map<String, Truth> after = truths(sandbox);
            List<Pair> changed = sandbox.subs()
                    .map(sub -> new Pair(sub, Objects.requireNonNull(before.get(sub)), sandbox.truth(sub)))
                    .filter(pair -> !pair.before().equals(pair.after()))
                    .toList();
            assertThat(changed).hasSize(7);
            assertThat(changed).filteredOn(pair -> !pair.after().consented()).hasSize(1);
            assertThat(changed).filteredOn(pair -> pair.newCollections() < 0).hasSize(1);
            assertThat(changed).filteredOn(pair -> pair.newBookmarks() > 0).hasSize(3);
            assertThat(changed)
                    .extracting(Pair::sub)
                    .doesNotContainAnyElementsOf(sandbox.subs().limit(10).toList());
            assertThat(world(OPTIONS.withNight(1))).isEqualTo(after);
            assertThat(sandbox.consentLines()).hasSize(24);
        }
    }

    @Test
    void evenTenUsersHaveAnEventfulNight() {
        assertThat(world(OPTIONS.withUsers(10).withNight(1)))
                .isNotEqualTo(world(OPTIONS.withUsers(10)))
                .hasSize(10);
    }

    @Test
    void rotationsRevocationsAndTheNightSurviveARestart() throws IOException {
        Path file = directory.resolve("sub/state.jsonl");
        SandboxOptions options = OPTIONS.withStateFile(file);
        String rotated;
        String spent;
        String access;
        List<String> subs;
        try (Sandbox sandbox = Sandbox.start(options)) {
            QfCaller qf = new QfCaller(sandbox);
            subs = sandbox.subs().skip(10).toList();
            spent = qf.refreshToken(subs.get(0));
            JsonNode pair = qf.refresh(spent).body();
            rotated = pair.path("refresh_token").asString();
            access = pair.path("access_token").asString();
            sandbox.revoke(subs.get(1));
            sandbox.advance();
        }
        assertThat(Files.readString(file)).doesNotContain("ory_rt_", "ory_at_", subs.get(0));
        Files.writeString(file, "{\"event\":\"gra", StandardOpenOption.APPEND);
        try (Sandbox sandbox = Sandbox.start(options)) {
            QfCaller qf = new QfCaller(sandbox);
            assertThat(sandbox.night()).isEqualTo(1);
            assertThat(sandbox.truth(subs.get(1)).consented()).isFalse();
            assertThat(qf.get("/auth/v1/collections?first=20", access).status()).isEqualTo(200);
            assertThat(qf.refreshToken(subs.get(0))).isEqualTo(rotated);
            assertThat(qf.refresh(rotated).status()).isEqualTo(200);
            assertThat(qf.refresh(spent).error()).isEqualTo("invalid_grant");
        }
        try (Sandbox sandbox = Sandbox.start(options)) {
            assertThat(sandbox.truth(subs.get(0)).consented()).isFalse();
            sandbox.consent(subs.get(0));
            QfCaller qf = new QfCaller(sandbox);
            assertThat(qf.refresh(qf.refreshToken(subs.get(0))).status()).isEqualTo(200);
        }
    }

    @Test
    void theStateOfAnotherWorldIsRefused() {
        SandboxOptions options = OPTIONS.withStateFile(directory.resolve("state.jsonl"));
        Sandbox.start(options).close();
        assertThatIllegalStateException()
                .isThrownBy(() -> Sandbox.start(options.withSeed(1)))
                .withMessageContaining("belongs to the world");
    }

    @Test
    void sixtyFourClientsAtOnceWaitOnlyForTheLatency() throws Exception {
        SandboxOptions options =
                OPTIONS.withShape(UserShape.UNIFORM).withUsers(64).withLatency(Duration.ofMillis(50));
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try (Sandbox sandbox = Sandbox.start(options)) {
            QfCaller qf = new QfCaller(sandbox);
            String token = qf.appToken();
            long start = System.nanoTime();
            List<Callable<Answer>> calls = IntStream.range(0, 640)
                    .<Callable<Answer>>mapToObj(any -> () -> qf.get("/content/api/v4/chapters/1", token))
                    .toList();
            for (Future<Answer> answer : threads.invokeAll(calls)) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
            // the ideal is 500 ms; one after the other would take 32 s
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
            assertThat(sandbox.stats().requestsByToken().values()).containsExactly(640L);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void everythingCanBeDrivenByHttp() {
        try (Sandbox sandbox = Sandbox.start(OPTIONS)) {
            QfCaller qf = new QfCaller(sandbox);
            String sub = sandbox.subs().skip(12).findFirst().orElseThrow();
            qf.accessToken(sub);
            JsonNode stats = qf.get("/__sandbox/stats", "none").body();
            assertThat(stats.path("requests").asInt()).isEqualTo(1);
            assertThat(stats.path("requestsByRoute").path("token").asInt()).isEqualTo(1);
            assertThat(stats.path("refreshTokenReuses").asInt(-1)).isZero();
            assertThat(qf.post("/__sandbox/advance", Map.of(), "")
                            .body()
                            .path("night")
                            .asInt())
                    .isEqualTo(1);
            assertThat(qf.post("/__sandbox/revoke?sub=" + sub, Map.of(), "").status())
                    .isEqualTo(200);
            assertThat(qf.get("/__sandbox/truth?sub=" + sub, "none")
                            .body()
                            .path("consented")
                            .asBoolean(true))
                    .isFalse();
            assertThat(qf.post("/__sandbox/skew?duration=PT-6M", Map.of(), "")
                            .body()
                            .path("base_url")
                            .asString())
                    .isEqualTo(sandbox.baseUrl().toString());
            assertThat(qf.get("/content/api/v4/chapters", qf.appToken()).status())
                    .isEqualTo(200);
            assertThat(qf.post("/__sandbox/nonsense", Map.of(), "").status()).isEqualTo(400);
            assertThat(qf.get("/__sandbox/truth?sub=nobody", "none").status()).isEqualTo(400);
            assertThat(sandbox.exports()).hasSize(4).allMatch(line -> line.startsWith("export QF_"));
        }
    }

    private record Pair(String sub, Truth before, Truth after) {
        private int newCollections() {
            return after.collections().size() - before.collections().size();
        }

        private int newBookmarks() {
            return after.bookmarks().size() - before.bookmarks().size();
        }
    }

    private static Map<String, Truth> world(SandboxOptions options) {
        try (Sandbox sandbox = Sandbox.start(options)) {
            return truths(sandbox);
        }
    }

    private static Map<String, Truth> truths(Sandbox sandbox) {
        return sandbox.subs().collect(Collectors.toMap(Function.identity(), sandbox::truth));
    }
}
