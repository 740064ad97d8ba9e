package org.qfsync.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.SyncException;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Quirk;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.store.Database;
import org.qfsync.testing.SettableClock;
import org.qfsync.testing.TestDatabase;
import org.qfsync.token.Actor;
import org.qfsync.token.AuditEvent;
import org.qfsync.token.GrantState;

/** Consent on another device, at the sandbox and by its clock. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceFlowTest {
    private static final Set<String> SCOPES = LoginProperties.DEFAULT_SCOPES;
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private Database database;
    private SettableClock serverClock;
    private Sandbox sandbox;
    private LoginRig rig;
    private DeviceFlow flow;
    private String sub;
    private List<Duration> waits;

    @SuppressWarnings("NullAway.Init")
    DeviceFlowTest() {}

    @BeforeAll
    void open(@TempDir Path folder) {
        database = TestDatabase.h2File(folder);
    }

    @BeforeEach
    void begin(@TempDir Path home) {
        start(home, SandboxOptions.defaults());
    }

    private void start(Path home, SandboxOptions options) {
        serverClock = new SettableClock();
        sandbox = Sandbox.start(options.withClock(serverClock));
        rig = new LoginRig(sandbox.baseUrl(), database, home, sandbox.clientId(), Optional.of(sandbox.clientSecret()));
        flow = new DeviceFlow(rig.tokens, () -> rig.clock.offset());
        sub = sandbox.subs().skip(12).findFirst().orElseThrow();
        waits = new ArrayList<>();
    }

    @AfterEach
    void end() {
        rig.close();
        sandbox.close();
        rig.tokens.vault().find(sub).ifPresent(grant -> forget());
    }

    private void forget() {
        org.springframework.jdbc.core.simple.JdbcClient.create(database.dataSource())
                .sql("DELETE FROM ops.user_grant")
                .update();
    }

    @AfterAll
    void close() {
        database.close();
    }

    private boolean pass(Duration time) {
        waits.add(time);
        serverClock.advance(time);
        rig.clock.advance(time);
        return true;
    }

    /** Waits; before the given one of the waits the user does something. */
    private DeviceFlow.Pause passUntil(int wait, Runnable theUserActs) {
        return time -> {
            if (waits.size() + 1 == wait) {
                theUserActs.run();
            }
            return pass(time);
        };
    }

    private Consented await(DeviceFlow.Started login, DeviceFlow.Pause pause) throws InterruptedException {
        return flow.await(login, PATIENCE, pause, Actor.operator()).orElseThrow();
    }

    private SyncException failure(DeviceFlow.Started login, DeviceFlow.Pause pause) {
        return catchThrowableOfType(SyncException.class, () -> await(login, pause));
    }

    private void approve(DeviceFlow.Started login) {
        sandbox.approve(login.verificationUriComplete().orElseThrow(), sub);
    }

    @Test
    void aConsentElsewhereBecomesAGrantWhoseTokensWork() throws InterruptedException {
        DeviceFlow.Started login = flow.begin(SCOPES);
        assertThat(login.verificationUri()).isEqualTo(sandbox.baseUrl().resolve("/oauth2/device/verify"));
        assertThat(login.userCode()).matches("[B-Z]{4}-[B-Z]{4}");

        Consented consented = await(login, passUntil(3, () -> approve(login)));

        assertThat(waits).as("no more often than it may").containsExactly(INTERVAL, INTERVAL, INTERVAL);
        assertThat(consented).isEqualTo(new Consented(sub, SCOPES, Set.of()));
        assertThat(rig.tokens.vault().find(sub)).hasValueSatisfying(grant -> {
            assertThat(grant.state()).isEqualTo(GrantState.ACTIVE);
            assertThat(grant.scopes()).isEqualTo(SCOPES);
        });
        assertThat(rig.tokens.audit().of(sub).get(0).event()).isEqualTo(AuditEvent.CONSENTED);
        assertThat(rig.tokens.managerForStep().forUser(sub).current().value()).isNotBlank();
        assertThat(sandbox.stats().refreshTokenReuses()).isZero();
    }

    @Test
    void whoIsToldToSlowDownWaitsFiveSecondsLongerFromThenOn() throws InterruptedException {
        DeviceFlow.Started login = flow.begin(SCOPES);

        // The server's clock runs slow: to it, the second question comes after a second, the third after two.
        await(login, time -> {
            waits.add(time);
            serverClock.advance(waits.size() == 2 ? Duration.ofSeconds(1) : time);
            if (waits.size() == 3) {
                approve(login);
            }
            return true;
        });

        assertThat(waits).containsExactly(INTERVAL, INTERVAL, INTERVAL.plusSeconds(5));
    }

    @Test
    void aServerInTroubleIsAskedLessOften() throws InterruptedException {
        DeviceFlow.Started login = flow.begin(SCOPES);
        sandbox.addFault(FaultRule.parse("token:503=1,times=1"));
        sandbox.addFault(FaultRule.parse("token:reset=1,times=1"));

        await(login, passUntil(3, () -> approve(login)));

        assertThat(waits).containsExactly(INTERVAL, INTERVAL.multipliedBy(2), INTERVAL.multipliedBy(4));
    }

    @Test
    void tokensThatAreLostWithTheirAnswerDieAtTheNextQuestion() {
        DeviceFlow.Started login = flow.begin(SCOPES);
        approve(login);
        sandbox.addFault(FaultRule.parse("token:lost=1,times=1"));

        assertThat(failure(login, this::pass))
                .hasMessageStartingWith("Failed to exchange device code for tokens: ")
                .hasMessageContaining("400 invalid_grant");
        assertThat(waits).hasSize(2);
        assertThat(rig.tokens.vault().find(sub)).isEmpty();
    }

    @Test
    void aUserWhoSaysNoEndsTheWait() {
        DeviceFlow.Started login = flow.begin(SCOPES);
        sandbox.deny(login.verificationUriComplete().orElseThrow());

        SyncException refused = failure(login, this::pass);

        assertThat(refused.code()).isEqualTo("access_denied");
        assertThat(refused.hint()).startsWith("The user said no");
        assertThat(waits).hasSize(1);
    }

    @Test
    void aCodeThatHasEndedIsToldWithWhatToDo() {
        DeviceFlow.Started login = flow.begin(SCOPES);

        // The server's clock is ahead of ours.
        SyncException late = failure(login, time -> {
            serverClock.advance(Duration.ofMinutes(10));
            return pass(time);
        });

        assertThat(late).isInstanceOf(PermanentException.class);
        assertThat(late)
                .hasMessageStartingWith(
                        "Failed to exchange device code for tokens: sandbox POST /oauth2/token answered 400 expired_token");
        assertThat(late.hint()).contains("Start again, and enter the new code");
    }

    @Test
    void nobodyIsWaitedForLongerThanTheCodeLasts() {
        DeviceFlow.Started login = flow.begin(SCOPES);

        SyncException late = failure(login, time -> {
            waits.add(time);
            rig.clock.advance(time.multipliedBy(10));
            serverClock.advance(time);
            return true;
        });

        assertThat(late).hasMessage("Failed to exchange device code for tokens: the code was not entered in time");
        assertThat(late.code()).isEqualTo("expired_token");
        assertThat(waits).hasSize(12);
    }

    @Test
    void whatWasNotGrantedIsNamedWithTheDatasetsThatAreOff() throws InterruptedException {
        DeviceFlow.Started login = flow.begin(SCOPES);
        sandbox.approve(
                login.verificationUriComplete().orElseThrow(), sub, Set.of("openid", "offline_access", "bookmark"));

        Consented consented = await(login, this::pass);

        assertThat(consented.missing()).containsExactly("collection");
        assertThat(consented.datasetsOff()).containsExactly(Dataset.COLLECTIONS, Dataset.COLLECTION_ITEMS);
    }

    @Test
    void aUserWhoIsNotProvedIsNotStoredAndTheGrantGivenBack() {
        DeviceFlow.Started login = flow.begin(SCOPES);
        approve(login);
        sandbox.addFault(FaultRule.parse("token:id-wrong-audience=1,times=1"));

        assertThat(failure(login, this::pass))
                .hasMessage("Failed to exchange device code for tokens: The ID token is refused: it is not meant for"
                        + " this client");
        assertThat(sandbox.stats().revocations()).isEqualTo(1);
        assertThat(rig.tokens.vault().find(sub)).isEmpty();
    }

    @Test
    void giveUpAndNothingIsStored() throws InterruptedException {
        assertThat(flow.await(flow.begin(SCOPES), PATIENCE, time -> false, Actor.operator()))
                .isEmpty();
        assertThat(sandbox.stats().tokenRequests()).isZero();
    }

    @Test
    void aServerWithoutItIsToldFromTheDiscoveryDocument(@TempDir Path other) {
        end();
        start(other, SandboxOptions.defaults().withQuirks(Quirk.NO_DEVICE_GRANT));

        SyncException failure = catchThrowableOfType(SyncException.class, () -> flow.begin(SCOPES));

        assertThat(failure).hasMessageContaining("does not offer logins by a device code");
        assertThat(failure.hint()).contains("qfsync users login --no-browser");
        assertThat(sandbox.stats().route("device")).isZero();
    }
}
