package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.ReauthorizeException;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.Scenario;
import org.qfsync.testing.TestDatabase;
import org.qfsync.token.ScriptedAuthServer.Call;

/**
 * Three processes renew the tokens of the same users as fast as they can at a server that rotates strictly, while one
 * after the other is killed at moments that nobody chose. What a kill may cost is the grant whose new pair the dead
 * process alone had; that is found out and said, and no other grant is lost.
 */
@Tag("deep")
@Timeout(240)
class TokenRaceTest extends TokenProcessRig {
    private static final int USERS = 100;
    private static final int PROCESSES = 3;
    private static final int WORKERS = 4;
    private static final int KILLS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    // The lease outlasts the deadline by far: a live process that is short of processor time must not lose it.
    private static final Duration LEASE = Duration.ofSeconds(11);
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final String GOOD = "good";
    private static final String EXHAUSTED = "in_doubt_exhausted";
    private static final Issue NONE = new Issue("nobody", "none");

    private final Map<String, Issue> issues = new ConcurrentHashMap<>();
    private final Set<String> killed = new HashSet<>();
    private final List<TokenProcess> all = new ArrayList<>();

    /** What a refresh token came with, and to whom. */
    private record Issue(String process, String accessToken) {}

    @Override
    DatabaseProperties database(Path folder) {
        return TestDatabase.postgresWithSchema();
    }

    @Test
    @Scenario({11, 12, 22, 24})
    void amongKillsNoGrantIsLostButThoseWhoseNewTokenDiedWithItsProcess() {
        long seed = System.nanoTime();
        settings = new ProcessSettings(settings.database(), settings.server(), home, LEASE, DEADLINE);
        IntStream.range(0, USERS).forEach(i -> consented("user-" + i));
        server.answerAlways(this::rotate);

        race(new Random(seed));
        Map<String, String> outcomes = nextNight();

        List<String> lost = users().filter(sub -> !holdsTheCurrentToken(sub)).toList();
        Set<String> handedOut = handedOut();
        assertThat(lost).allSatisfy(sub -> {
            Issue issue = issues.getOrDefault(server.rotation.newest(sub), NONE);
            assertThat(killed)
                    .as("who had the new pair of %s, seed %s", sub, seed)
                    .contains(issue.process());
            assertThat(handedOut).as("used before it was saved").doesNotContain(issue.accessToken());
            assertThat(outcomes.get(sub)).as("%s is not lost in silence", sub).isIn("invalid_grant", EXHAUSTED);
        });
        assertThat(users().filter(sub -> !lost.contains(sub))).allSatisfy(sub -> {
            // Killed twice before the request was sent: nobody can know that the token is good.
            assertThat(outcomes.get(sub)).isIn(GOOD, EXHAUSTED);
            assertThat(server.rotation.reuses(sub)).isZero();
        });
        assertThat(users()).allMatch(sub -> server.rotation.reuses(sub) <= 1);
        assertThat(presentations().values())
                .as("how often each token was presented")
                .allMatch(times -> times <= 2);
        assertThat(killed).hasSize(KILLS);
        assertThat(issues).as("rotations").hasSizeGreaterThan(10 * KILLS);
        assertThat(lost).as("no more than one of each thread that died").hasSizeLessThanOrEqualTo(KILLS * WORKERS);
    }

    /** Each kill comes after some progress, which puts it anywhere in whatever goes on. */
    private void race(Random random) {
        try {
            List<TokenProcess> racers = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                racers.add(racer());
            }
            for (int i = 0; i < KILLS; i++) {
                int victim = random.nextInt(PROCESSES);
                racers.get(victim).await("racing");
                int enough = server.posts() + 1 + random.nextInt(150);
                Awaitility.await()
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> server.posts() >= enough);
                racers.get(victim).kill();
                killed.add(String.valueOf(racers.get(victim).pid()));
                racers.set(victim, racer());
            }
            racers.forEach(racer -> racer.tell("stop"));
            racers.forEach(racer -> racer.await("stopped"));
        } finally {
            all.forEach(TokenProcess::close);
        }
    }

    /** Begins as every process does: what a dead one left is put in order first. */
    private TokenProcess racer() {
        TokenProcess process = process();
        all.add(process);
        process.tell("recover");
        process.tell("race " + WORKERS + " " + USERS);
        return process;
    }

    /** Rotates, and is not quick to say so. */
    private void rotate(Call call, OutputStream out) throws IOException, InterruptedException {
        Optional<Rotation.Pair> pair =
                server.rotation.rotate(String.valueOf(call.form().get("refresh_token")));
        pair.ifPresent(issued -> issues.put(
                issued.refreshToken(),
                new Issue(String.valueOf(call.headers().get("x-process")), Fingerprint.of(issued.accessToken()))));
        Thread.sleep(ThreadLocalRandom.current().nextInt(10));
        String refused = "{\"error\":\"invalid_grant\",\"error_description\":\"no such token\"}";
        ScriptedAuthServer.json(
                        pair.isPresent() ? 200 : 400,
                        pair.map(issued -> issued.json("")).orElse(refused))
                .answer(call, out);
    }

    /** What the kills left in doubt is decided, user by user; returns what each has got. */
    private Map<String, String> nextNight() {
        users().forEach(this::endLease);
        sql("UPDATE ops.user_grant SET next_attempt_at = NULL").update();
        return here(tokens -> {
            tokens.vault().recoverAbandoned();
            TokenManager step = tokens.managerForStep();
            return users().collect(Collectors.toMap(Function.identity(), sub -> outcome(step, sub)));
        });
    }

    private static String outcome(TokenManager step, String sub) {
        try {
            step.forUser(sub).current();
            return GOOD;
        } catch (ReauthorizeException e) {
            return e.code();
        }
    }

    private boolean holdsTheCurrentToken(String sub) {
        return server.rotation.isCurrent(storedRefreshToken(sub));
    }

    /** Fingerprints of all access tokens that any thread of any process was given. */
    private Set<String> handedOut() {
        return all.stream()
                .flatMap(process -> process.output().lines())
                .filter(line -> line.startsWith("= token "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .collect(Collectors.toSet());
    }

    private Map<String, Long> presentations() {
        return server.calls().stream()
                .filter(call -> call.path().equals("/oauth2/token"))
                .collect(Collectors.groupingBy(
                        call -> String.valueOf(call.form().get("refresh_token")), Collectors.counting()));
    }

    private static Stream<String> users() {
        return IntStream.range(0, USERS).mapToObj(i -> "user-" + i);
    }
}
