package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.qfsync.token.ScriptedAuthServer.html;
import static org.qfsync.token.ScriptedAuthServer.json;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.domain.FailureKind;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SyncException;
import org.qfsync.http.HttpTransport;
import org.qfsync.http.Pace;
import org.qfsync.http.RequestMeter;
import org.qfsync.http.ServerClock;

/** The device authorization grant on the wire, and what can be answered there. */
@Timeout(60)
class DeviceExchangeTest {
    private static final String DEVICE_CODE = "DEVICECODEDEVICECODE+/=&";
    private static final String SECRET = "SECRETSECRETSECRETSECRET";
    private static final Set<String> SCOPES = Set.of("openid", "bookmark", "offline_access");
    private static final Duration DEADLINE = Duration.ofMillis(1_500);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final TestTime time = TestTime.running();
    private final HttpTransport transport = HttpTransport.singleUse(
            DEADLINE, DEADLINE, DEADLINE, 64 * 1024, new RequestMeter(), new ServerClock(Clock.systemUTC()));
    private ScriptedAuthServer server;

    @SuppressWarnings("NullAway.Init")
    DeviceExchangeTest() {}

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedAuthServer();
        offerAt(server.url() + "/device");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        transport.close();
    }

    private void offerAt(String endpoint) {
        server.answerAt(
                "/.well-known/openid-configuration",
                json(
                        200,
                        "{\"issuer\":\"" + server.url() + "\",\"device_authorization_endpoint\":\"" + endpoint
                                + "\"}"));
    }

    private static String codes(String more) {
        return "{\"device_code\":\"" + DEVICE_CODE + "\",\"user_code\":\"BCDF-GHJK\","
                + "\"verification_uri\":\"https://auth.example/device\"" + more + "}";
    }

    @Test
    void weSayWhoWeAreAndWhatWeAskForAtTheAddressOfTheDiscoveryDocument() {
        server.answerAt(
                "/device",
                json(
                        200,
                        codes(",\"verification_uri_complete\":\"https://auth.example/device?c=BCDF-GHJK\","
                                + "\"expires_in\":300,\"interval\":7")));

        DeviceAuthorization device = exchange(ClientType.CONFIDENTIAL).begin(SCOPES);

        assertThat(device)
                .isEqualTo(new DeviceAuthorization(
                        new Secret(DEVICE_CODE),
                        "BCDF-GHJK",
                        URI.create("https://auth.example/device"),
                        Optional.of(URI.create("https://auth.example/device?c=BCDF-GHJK")),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(7)));
        ScriptedAuthServer.Call call = server.calls().get(1);
        assertThat(call.path()).isEqualTo("/device");
        assertThat(call.form()).containsOnlyKeys("scope").containsEntry("scope", "bookmark offline_access openid");
        assertThat(call.headers().get("authorization")).startsWith("Basic ");
        assertThat(device.toString()).doesNotContain(DEVICE_CODE, "BCDF-GHJK");
    }

    @Test
    void aPublicClientOnlyNamesItselfAndWaitsFiveSecondsUnlessToldOtherwise() {
        server.answerAt("/device", json(200, codes("")));

        DeviceAuthorization device = exchange(ClientType.PUBLIC).begin(SCOPES);

        assertThat(server.calls().get(1).form()).containsEntry("client_id", "client-1");
        assertThat(server.calls().get(1).headers()).doesNotContainKey("authorization");
        assertThat(device.interval()).isEqualTo(INTERVAL);
        assertThat(device.verificationUriComplete()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "-3, 1", "0.5, 1", "1e12, 60", "null, 5", "'\"9\"', 5"})
    void anIntervalIsNeitherNothingNorForEver(String sent, long seconds) {
        server.answerAt("/device", json(200, codes(",\"interval\":" + sent)));

        assertThat(exchange(ClientType.PUBLIC).begin(SCOPES).interval()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{}",
                "{\"device_code\":\"a\",\"user_code\":\"b\",\"verification_uri\":\"http://auth.example/\"}",
                "{\"device_code\":\"a\",\"user_code\":\"b\\u001b[2J\",\"verification_uri\":\"https://auth.example/\"}",
                "{\"device_code\":\"\",\"user_code\":\"b\",\"verification_uri\":\"https://auth.example/\"}",
            })
    void codesThatNobodyCouldUseAreNone(String body) {
        server.answerAt("/device", json(200, body));

        assertThat(failure(() -> exchange(ClientType.PUBLIC).begin(SCOPES)))
                .hasMessageStartingWith("The login could not begin: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://elsewhere.example/device", "http://127.0.0.1:1/device", "http://elsewhere.example/"})
    void ourSecretGoesToNoOtherServer(String endpoint) {
        offerAt(endpoint);

        SyncException failure = failure(() -> exchange(ClientType.CONFIDENTIAL).begin(SCOPES));

        assertThat(failure).hasMessageContaining("does not offer logins by a device code");
        assertThat(server.calls()).hasSize(1);
    }

    @Test
    void aConfidentialClientWithoutSecretAsksNothing() {
        SyncException failure = failure(
                () -> exchange(ClientType.CONFIDENTIAL, Optional.empty()).begin(SCOPES));

        assertThat(failure).hasMessage("Client secret is required for confidential client token exchange");
        assertThat(server.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "401, invalid_client, SYSTEMIC, QF_CLIENT_SECRET",
        "400, invalid_scope, SYSTEMIC, approve",
        "400, unauthorized_client, SYSTEMIC, enable",
        "503, unavailable, TRANSIENT, Start again",
    })
    void aRefusalAtTheBeginningSaysWhatToDo(int status, String code, FailureKind kind, String advice) {
        server.answerAt(
                "/device",
                json(status, "{\"error\":\"" + code + "\",\"error_description\":\"you are " + SECRET + "\"}"));

        SyncException failure = failure(() -> exchange(ClientType.CONFIDENTIAL).begin(SCOPES));

        assertThat(failure)
                .hasMessageStartingWith(
                        "The login could not begin: sandbox POST /device answered " + status + " " + code);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.hint()).contains(advice);
        assertThat(failure.getMessage()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({"authorization_pending, 5", "slow_down, 10"})
    void whileTheUserIsAwayItIsAskedAgain(String code, long seconds) {
        server.answerOnce(json(400, "{\"error\":\"" + code + "\"}"));

        assertThat(poll()).isEqualTo(new DeviceExchange.Polled(Optional.empty(), Duration.ofSeconds(seconds)));
        assertThat(server.calls().get(0).form())
                .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:device_code")
                .containsEntry("device_code", DEVICE_CODE);
    }

    @Test
    void aServerInTroubleIsAskedLessOftenUntilOnceAMinute() {
        server.answerAlways(html(503));

        assertThat(poll().interval()).isEqualTo(INTERVAL.multipliedBy(2));
        assertThat(exchange(ClientType.CONFIDENTIAL)
                        .poll(device(), SCOPES, Duration.ofSeconds(50))
                        .interval())
                .isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @CsvSource({
        "400, expired_token, users login --device",
        "403, access_denied, said no",
        "400, invalid_grant, used before",
        "401, invalid_client, QF_CLIENT_SECRET",
        "400, invalid_request, report it",
        "400, unsupported_grant_type, base URL",
    })
    void anyOtherNoEndsItAndRepeatsNoSecret(int status, String code, String advice) {
        server.answerOnce(json(
                status,
                "{\"error\":\"" + code + "\",\"error_description\":\"" + DEVICE_CODE + " of " + SECRET + "\"}"));

        SyncException failure = failure(this::poll);

        assertThat(failure)
                .hasMessageStartingWith(
                        "Failed to exchange device code for tokens: sandbox POST /oauth2/token answered " + status + " "
                                + code);
        assertThat(failure.getMessage() + failure.hint()).doesNotContain("DEVICECODE", SECRET);
        assertThat(failure.hint()).contains(advice);
    }

    @Test
    void anAnswerThatCannotBeReadEndsItToo() {
        server.answerOnce(json(200, "{\"access_token\":"));

        assertThat(failure(this::poll)).hasMessageStartingWith("Failed to exchange device code for tokens: ");
        assertThat(server.posts()).isEqualTo(1);
    }

    private DeviceExchange.Polled poll() {
        return exchange(ClientType.CONFIDENTIAL).poll(device(), SCOPES, INTERVAL);
    }

    private static DeviceAuthorization device() {
        return new DeviceAuthorization(
                new Secret(DEVICE_CODE),
                "BCDF-GHJK",
                URI.create("https://auth.example/device"),
                Optional.empty(),
                Duration.ofMinutes(10),
                INTERVAL);
    }

    private static SyncException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(SyncException.class, call);
    }

    private DeviceExchange exchange(ClientType type) {
        return exchange(type, Optional.of(SECRET).filter(s -> type == ClientType.CONFIDENTIAL));
    }

    private DeviceExchange exchange(ClientType type, Optional<String> secret) {
        ClientProperties client = new ClientProperties(
                new QfEndpoints(QfEnvironment.SANDBOX, server.url(), server.url()),
                "client-1",
                type,
                secret.map(Secret::new));
        Discovery discovery = new Discovery(new Issuer(transport, server.url()), time);
        TokenClient tokenClient = new TokenClient(client, new ClientSecret(client), transport, time);
        Pace pace = Pace.unlimited(1);
        IdTokens idTokens = new IdTokens(new ServerKeys(transport, discovery, time), discovery, "client-1", time);
        return new DeviceExchange(
                client, tokenClient, discovery, new GrantProof(idTokens, tokenClient, pace), pace, time);
    }
}
