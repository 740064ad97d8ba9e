package org.qfsync.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.sandbox.UserShape;
import org.qfsync.testing.HookReceiver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Things are broken on purpose. Summary, exit code, metric, console and notification must tell the same of it, and the
 * commands that they print must mend it. All in processes of their own, as cron and a service manager start them.
 */
@Tag("deep")
class DrillTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int KILLED = 128 + 9;
    private static final SandboxOptions SERVICE =
            SandboxOptions.defaults().withUsers(12).withShape(UserShape.UNIFORM);

    @TempDir
    private Path folder;

    private HookReceiver hooks;
    private int console;

    @BeforeEach
    void listen() throws IOException {
        hooks = new HookReceiver();
        try (ServerSocket free = new ServerSocket(0)) {
            console = free.getLocalPort();
        }
    }

    @AfterEach
    void stopListening() {
        hooks.close();
    }

    @Test
    void theServiceIsAway() throws Exception {
        SandboxOptions options = SERVICE.withStateFile(folder.resolve("service.json"));
        Deployed deployed;
        int port;
        try (Sandbox service = Sandbox.start(options)) {
            port = service.baseUrl().getPort();
            deployed = deploy(service, Map.of());
        }

        Aftermath away = run(deployed, "run");
        assertThat(away.exitCode()).as(away.output()).isEqualTo(4);
        assertToldAlike(away, deployed, "FAILED", "authorization_server_unavailable");

        try (Sandbox back = Sandbox.start(options.withPort(port))) {
            mend(deployed, away.commands());
            assertRecovered(deployed);
            assertThat(back.stats().refreshTokenReuses()).isZero();
        }
    }

    @Test
    void aUserRevoked() throws Exception {
        try (Sandbox service = Sandbox.start(SERVICE)) {
            Deployed deployed = deploy(service, Map.of());
            assertThat(run(deployed, "run").exitCode()).isZero();
            String sub = service.subs().findFirst().orElseThrow();
            service.revoke(sub);
            service.expireAccessToken(sub);

            Aftermath revoked = run(deployed, "run", "--again");
            assertThat(revoked.exitCode()).as(revoked.output()).isZero();
            assertThat(revoked.metrics()).contains("qfsync_grants{state=\"REAUTH_REQUIRED\"} 1.0\n");
            assertToldAlike(revoked, deployed, "COMPLETED", "invalid_grant");

            service.consent(sub);
            Path consent = Files.writeString(
                    folder.resolve("consent.jsonl"), service.consentLine(sub).orElseThrow());
            assertThat(run(deployed, "users", "import", consent.toString()).exitCode())
                    .isZero();
            mend(deployed, withoutLogin(revoked.commands()));
            assertThat(deployed.query("SELECT state FROM ops.grant_status WHERE sub = '" + sub + "'"))
                    .containsExactly("ACTIVE");
        }
    }

    @Test
    void theDatabaseStops() throws Exception {
        Path data = folder.resolve("postgres");
        EmbeddedPostgres server = postgres(data, 0);
        Map<String, String> database = Map.of(
                "QFSYNC_DB_URL",
                "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres",
                "QFSYNC_DB_USER",
                "postgres",
                "QFSYNC_DB_PASSWORD",
                "postgres");
        try (Sandbox service = Sandbox.start(SERVICE.withLatency(Duration.ofMillis(30)))) {
            Deployed deployed = deploy(service, database);
            Aftermath stopped;
            try (QfsyncProcess daemon = daemon(deployed)) {
                try (QfsyncProcess run = deployed.run()) {
                    await().atMost(PATIENCE)
                            .until(() -> service.stats().requestsBySub().size() >= 5 || !run.isAlive());
                    server.close();
                    stopped = after(run);
                }
                assertConsoleTellsOfItsDatabase();
                assertThat(daemon.isAlive()).isTrue();
            }
            assertThat(stopped.exitCode()).as(stopped.output()).isEqualTo(4);
            assertThat(stopped.output()).contains("database").doesNotContain("Encountered an error");
            assertThat(stopped.metrics()).contains("qfsync_scrape_error 1.0\n");
            JsonNode told = told("night");
            assertThat(told.path("change").stringValue()).isEqualTo("problem");
            assertThat(told.toString()).contains("\"cause\":\"database_failed\"");
            assertThat(commands(told)).containsExactly("qfsync check", "qfsync run");
            assertThat(stopped.output()).contains("qfsync check", "then type the command again");

            try (EmbeddedPostgres back = postgres(data, server.getPort())) {
                assertThat(page(deployed)).contains("FAILED", "database_failed", "qfsync check", "qfsync run");
                mend(deployed, commands(told));
                assertRecovered(deployed);
                assertThat(back.getPort()).isEqualTo(server.getPort());
            }
            assertThat(service.stats().refreshTokenReuses()).isZero();
        }
    }

    /** Wherever the run is when its file cannot grow: in some places H2 would not let go of it. */
    @ParameterizedTest(name = "{0} KiB")
    @ValueSource(ints = {1_300, 2_000, 2_500})
    void theDiskIsFull(int kib) throws Exception {
        try (Sandbox service = Sandbox.start(SERVICE)) {
            Deployed deployed = deploy(service, Map.of());
            Aftermath full;
            try (QfsyncProcess run = deployed.runCramped(kib, "run")) {
                full = after(run);
            }
            assertThat(full.exitCode()).as(full.output()).isEqualTo(4);
            assertThat(full.output()).contains("database", "qfsync check", "then type the command again");
            assertThat(full.metrics()).contains("qfsync_scrape_error 1.0\n");
            JsonNode told = told("night");
            assertThat(told.path("change").stringValue()).isEqualTo("problem");
            assertThat(told.toString()).contains("\"cause\":\"database_failed\"");
            assertThat(commands(told)).containsExactly("qfsync check", "qfsync run");
            assertThat(page(deployed)).contains("FAILED", "database_failed", "qfsync check", "qfsync run");

            mend(deployed, commands(told));
            assertRecovered(deployed);
            assertThat(service.stats().refreshTokenReuses()).isZero();
        }
    }

    @Test
    void theProcessIsKilled() throws Exception {
        try (Sandbox service = Sandbox.start(SERVICE.withLatency(Duration.ofMillis(30)))) {
            // All users at once: by the time that the last of them reads, no refresh is under way that the kill could
            // cut.
            Deployed deployed = deploy(service, Map.of("QFSYNC_API_CONCURRENCY", "12"));
            try (QfsyncProcess run = deployed.run()) {
                await().atMost(PATIENCE)
                        .until(() -> service.stats().requestsBySub().size() == 12 || !run.isAlive());
                run.kill();
                assertThat(run.exitCode()).isEqualTo(KILLED);
            }

            Aftermath recovered = run(deployed, "runs", "recover");
            assertThat(recovered.output()).contains("FAILED", "process_died", "qfsync runs restart 1");
            assertThat(told("night").path("change").stringValue()).isEqualTo("problem");
            assertThat(recovered.commands()).containsExactly("qfsync runs restart 1");
            assertToldAlike(run(deployed, "runs", "show", "1"), deployed, "FAILED", "process_died");
            assertThat(hooks.received("/hook"))
                    .as("told once, whoever finds it")
                    .hasSize(1);

            mend(deployed, recovered.commands());
            assertRecovered(deployed);
            assertThat(service.stats().refreshTokenReuses()).isZero();
        }
    }

    /**
     * What a command left behind.
     *
     * @param output of both streams
     * @param metrics the textfile after it
     * @param commands that the latest notification names
     */
    private record Aftermath(int exitCode, String output, String metrics, List<String> commands) {}

    private Deployed deploy(Sandbox service, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "QFSYNC_NOTIFY_WEBHOOK_URL", hooks.at("/hook").toString(),
                "QFSYNC_METRICS_TEXTFILE", textfile().toString(),
                "QFSYNC_CONSOLE_PORT", String.valueOf(console),
                "QFSYNC_API_MAX_ATTEMPTS", "2",
                "QFSYNC_API_BACKOFF_BASE", "10ms",
                "QFSYNC_TOKEN_DEADLINE", "5s",
                "QFSYNC_TOKEN_LEASE", "10s",
                "QFSYNC_SCHEDULE_CRON", "0 30 2 1 1 ?"));
        settings.putAll(more);
        return Deployed.with(service, folder.resolve("home"), settings);
    }

    private Path textfile() {
        return folder.resolve("qfsync.prom");
    }

    private Aftermath run(Deployed deployed, String... arguments) throws IOException {
        try (QfsyncProcess process = deployed.run(arguments)) {
            return after(process);
        }
    }

    private Aftermath after(QfsyncProcess process) throws IOException {
        int code = process.exitCode();
        String metrics = Files.exists(textfile()) ? Files.readString(textfile()) : "";
        Set<String> commands = new LinkedHashSet<>();
        if (!hooks.received("/hook").isEmpty()) {
            latest().path("events").forEach(event -> commands.addAll(commands(event)));
        }
        return new Aftermath(code, process.output(), metrics, List.copyOf(commands));
    }

    private JsonNode latest() {
        List<HookReceiver.Received> posted = hooks.received("/hook");
        return JsonMapper.shared().readTree(posted.get(posted.size() - 1).body());
    }

    /** What was last told of that. */
    private JsonNode told(String subject) {
        for (JsonNode event : latest().path("events")) {
            if (event.path("subject").stringValue().equals(subject)) {
                return event;
            }
        }
        throw new AssertionError("Nothing was told of " + subject + ": " + latest());
    }

    private static List<String> commands(JsonNode event) {
        Set<String> commands = new LinkedHashSet<>();
        event.path("advice")
                .forEach(advice -> advice.path("commands").forEach(command -> commands.add(command.stringValue())));
        return List.copyOf(commands);
    }

    private void assertToldAlike(Aftermath aftermath, Deployed deployed, String verdict, String cause)
            throws Exception {
        assertThat(aftermath.output()).contains(": " + verdict, cause);
        assertThat(aftermath.metrics()).contains("qfsync_last_run_verdict{verdict=\"" + verdict + "\"} 1.0\n");
        JsonNode message = latest();
        assertThat(message.path("run").path("verdict").stringValue()).isEqualTo(verdict);
        assertThat(message.toString()).contains("\"cause\":\"" + cause + "\"");
        assertThat(aftermath.commands()).isNotEmpty();
        String page = page(deployed);
        assertThat(page).contains(verdict, cause);
        assertThat(aftermath.commands()).allSatisfy(command -> {
            assertThat(aftermath.output()).contains(command);
            assertThat(page).contains(command);
        });
    }

    private void assertRecovered(Deployed deployed) throws Exception {
        assertThat(told("night").path("change").stringValue()).isEqualTo("recovered");
        assertThat(Files.readString(textfile())).contains("qfsync_last_run_verdict{verdict=\"COMPLETED\"} 1.0\n");
        assertThat(page(deployed)).contains("COMPLETED").doesNotContain("What to repair");
    }

    /** Types them as they stand there. */
    private void mend(Deployed deployed, List<String> commands) throws IOException {
        assertThat(commands).isNotEmpty();
        for (String command : commands) {
            assertThat(command).startsWith("qfsync ");
            Aftermath mended =
                    run(deployed, command.substring("qfsync ".length()).split(" ", -1));
            assertThat(mended.exitCode()).as(command + "\n" + mended.output()).isZero();
        }
    }

    /** A person logs in; here an import took its place. */
    private static List<String> withoutLogin(List<String> commands) {
        return commands.stream()
                .filter(command -> !command.equals("qfsync users login"))
                .toList();
    }

    /** It cannot show what is in a database that is away: then it says so, and what to do. */
    private void assertConsoleTellsOfItsDatabase() throws Exception {
        HttpResponse<String> page = get("/");
        assertThat(page.statusCode()).as(page.body()).isEqualTo(503);
        assertThat(page.body()).contains("The database does not answer", "qfsync check");
        HttpResponse<String> readiness = get("/actuator/health/readiness");
        assertThat(readiness.statusCode()).isEqualTo(503);
        assertThat(readiness.body()).contains("\"DOWN\"", "qfsync check");
        assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/prometheus").body()).contains("qfsync_scrape_error 1.0\n");
    }

    private QfsyncProcess daemon(Deployed deployed) {
        QfsyncProcess daemon = deployed.run("daemon");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(daemon.output()).contains("http://127.0.0.1:" + console));
        return daemon;
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    /** The console's first page, of a daemon that lives for that long. */
    private String page(Deployed deployed) throws Exception {
        try (QfsyncProcess daemon = daemon(deployed)) {
            HttpResponse<String> answer = get("/");
            assertThat(answer.statusCode()).isEqualTo(200);
            daemon.terminate();
            assertThat(daemon.exitCode()).as(daemon.output()).isZero();
            return answer.body();
        }
    }

    private static EmbeddedPostgres postgres(Path data, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "off")
                .start();
    }
}
