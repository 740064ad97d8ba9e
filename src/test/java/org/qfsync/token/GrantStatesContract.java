package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SyncException;
import org.qfsync.store.Database;
import org.qfsync.token.StateDiagram.Arrow;

/** The picture of a grant's states tells the truth: each arrow happens, and what has no arrow changes nothing. */
abstract class GrantStatesContract extends TokenRig {
    private static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "amina");
    private static final StateDiagram DIAGRAM = StateDiagram.read();
    private static final String USER = "a";

    /** What can be done to a grant in any state. */
    private final Map<String, Runnable> decisions = Map.of(
            "consent", this::consentAgain,
            "pause", () -> tokens.lifecycle().pause(USER, OPERATOR),
            "resume", () -> tokens.lifecycle().resume(USER, OPERATOR),
            "quarantine", () -> tokens.lifecycle().quarantineAll(OPERATOR, "restored"),
            "release", () -> tokens.lifecycle().release(Optional.of(USER), OPERATOR),
            "disconnect", this::disconnect,
            "erase", () -> tokens.lifecycle().forget(USER),
            "the rest is over", () -> time.pass(Duration.ofHours(2)),
            "a refresh begins", this::beginRefresh,
            "the server knows it no more", this::recoverUnknown);

    /** How a refresh under way can end. */
    private final Map<String, Runnable> outcomes = Map.of(
            "new tokens are saved", () -> answer(server::strict),
            "new tokens are spilled, then imported", this::spillAndImport,
            "refused for a fault of ours", () -> answer(ScriptedAuthServer.json(401, "{\"error\":\"invalid_client\"}")),
            "not sent, or told to wait", () -> answer(ScriptedAuthServer.json(429, "{}")),
            "no clear answer", () -> answer(ScriptedAuthServer.json(503, "{}")),
            "its process died", this::findAbandoned,
            "refused for good", () -> answer(ScriptedAuthServer.json(400, "{\"error\":\"invalid_grant\"}")));

    private final CompletableFuture<ScriptedAuthServer.Script> none =
            CompletableFuture.completedFuture(ScriptedAuthServer.json(503, "{}"));
    private CompletableFuture<ScriptedAuthServer.Script> answer = none;
    private CompletableFuture<Void> refresh = CompletableFuture.allOf();

    GrantStatesContract(Function<Path, Database> kind) {
        super(kind);
    }

    @Override
    Duration deadline() {
        return Duration.ofSeconds(20);
    }

    @AfterEach
    void endRefresh() {
        answer.complete(ScriptedAuthServer.json(503, "{}"));
        refresh.join();
    }

    @Test
    void thePictureShowsEveryStateAndEveryEvent() {
        assertThat(DIAGRAM.arrows().stream().flatMap(arrow -> arrow.to().stream()))
                .containsAll(EnumSet.allOf(GrantState.class));
        assertThat(DIAGRAM.arrows()).extracting(Arrow::event).containsAll(decisions.keySet());
        assertThat(DIAGRAM.arrows().stream()
                        .filter(arrow -> outcomes.containsKey(arrow.event()))
                        .map(Arrow::event))
                .containsExactlyInAnyOrderElementsOf(outcomes.keySet());
    }

    static Stream<Arrow> arrows() {
        return DIAGRAM.arrows().stream();
    }

    @ParameterizedTest
    @MethodSource("arrows")
    void everyArrowHappens(Arrow arrow) {
        arrow.from().ifPresent(this::bringTo);

        run(arrow.event());

        assertThat(standing()).isEqualTo(arrow.to());
    }

    static Stream<Arrow> missing() {
        Set<String> drawn = DIAGRAM.arrows().stream()
                .filter(arrow -> arrow.from().isPresent())
                .map(arrow -> arrow.from().orElseThrow() + arrow.event())
                .collect(Collectors.toSet());
        List<String> events = List.of(
                "pause",
                "resume",
                "quarantine",
                "release",
                "disconnect",
                "erase",
                "the rest is over",
                "a refresh begins",
                "the server knows it no more");
        return Arrays.stream(GrantState.values())
                .flatMap(state -> events.stream()
                        .filter(event -> !drawn.contains(state + event))
                        // Whoever comes second waits for the first, who holds the lease.
                        .filter(event -> state != GrantState.REFRESHING || !event.startsWith("a refresh"))
                        // Without a doubt there is nothing to ask the server: it is the same as a refresh.
                        .filter(event -> !event.startsWith("the server")
                                || !EnumSet.of(GrantState.ACTIVE, GrantState.REFRESHING)
                                        .contains(state))
                        .map(event -> new Arrow(Optional.of(state), event, Optional.of(state))));
    }

    @ParameterizedTest
    @MethodSource("missing")
    void whatHasNoArrowChangesNothing(Arrow arrow) {
        arrow.from().ifPresent(this::bringTo);
        int posts = server.posts();

        run(arrow.event());

        assertThat(standing()).isEqualTo(arrow.to());
        assertThat(server.posts()).isEqualTo(posts);
    }

    static Stream<GrantState> states() {
        return Arrays.stream(GrantState.values());
    }

    @ParameterizedTest
    @MethodSource("states")
    void aNewConsentBeginsAnewFromEveryState(GrantState state) {
        bringTo(state);

        consentAgain();

        assertThat(standing()).contains(GrantState.ACTIVE);
    }

    /** What the server has refused for good is given up for anything: there is nothing to lose. */
    static Stream<GrantState> statesWithSomethingToLose() {
        return states().filter(state -> state != GrantState.REAUTH_REQUIRED);
    }

    @ParameterizedTest
    @MethodSource("statesWithSomethingToLose")
    void anOlderConsentChangesNothing(GrantState state) {
        bringTo(state);

        assertThat(tokens.vault()
                        .store(
                                USER,
                                new Secret("older"),
                                Set.of("bookmark"),
                                time.instant().minus(Duration.ofDays(1))))
                .isFalse();

        assertThat(standing()).contains(state);
    }

    private void run(String event) {
        Runnable action = decisions.containsKey(event) ? decisions.get(event) : outcomes.get(event);
        if (action == null) {
            throw new IllegalStateException("The picture has an event that nothing here does: " + event);
        }
        action.run();
    }

    private void bringTo(GrantState state) {
        consented(USER);
        switch (state) {
            case ACTIVE -> {}
            case REFRESHING -> beginRefresh();
            case IN_DOUBT -> {
                abandonClaim(USER, 0);
                tokens.vault().recoverAbandoned();
            }
            case BACKING_OFF -> refused(ScriptedAuthServer.json(429, "{}"));
            case REAUTH_REQUIRED -> refused(ScriptedAuthServer.json(400, "{\"error\":\"invalid_grant\"}"));
            case PAUSED -> tokens.lifecycle().pause(USER, OPERATOR);
            case REVOKED -> disconnect();
            case QUARANTINED -> tokens.lifecycle().quarantineAll(OPERATOR, "restored");
        }
        assertThat(standing()).contains(state);
    }

    private Optional<GrantState> standing() {
        return tokens.vault().find(USER).map(grant -> grant.standing(time.instant()));
    }

    private void consentAgain() {
        time.pass(Duration.ofSeconds(1));
        consented(USER);
    }

    private void refused(ScriptedAuthServer.Script script) {
        server.answerOnce(script);
        assertThat(catchThrowable(() -> current(tokens, USER))).isNotNull();
    }

    private void disconnect() {
        endLease(USER);
        tokens.lifecycle().disconnect(USER, OPERATOR, time.instant());
    }

    /** Ends when the refresh has reached the server, which holds its answer back, or when there is none. */
    private void beginRefresh() {
        int before = server.posts();
        CompletableFuture<ScriptedAuthServer.Script> script = new CompletableFuture<>();
        answer = script;
        server.answerAlways((call, out) -> script.join().answer(call, out));
        refresh = CompletableFuture.runAsync(this::tryToRefresh);
        Awaitility.await().until(() -> server.posts() > before || refresh.isDone());
    }

    private void answer(ScriptedAuthServer.Script script) {
        answer.complete(script);
        refresh.join();
    }

    private void spillAndImport() {
        answer((call, out) -> {
            database.takeDown();
            server.strict(call, out);
        });
        database.bringBack();
        endLease(USER);
        process().vault().recoverAbandoned();
    }

    private void findAbandoned() {
        endLease(USER);
        process().vault().recoverAbandoned();
    }

    private void recoverUnknown() {
        server.introspectWith(ScriptedAuthServer.json(200, "{\"active\":false}"));
        tryToRefresh();
    }

    /** What becomes of the grant is looked at, not what the caller gets. */
    private void tryToRefresh() {
        Throwable outcome = catchThrowable(() -> current(tokens, USER));
        assertThat(outcome)
                .satisfiesAnyOf(
                        none -> assertThat(none).isNull(),
                        failed -> assertThat(failed).isInstanceOf(SyncException.class));
    }
}
