package org.qfsync.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.TestPrograms;
import org.qfsync.store.Database;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.CanaryScan;
import org.qfsync.testing.Scenario;
import org.qfsync.testing.TestDatabase;
import org.springframework.jdbc.core.JdbcTemplate;

/** Everything that the program leaves behind is searched for every secret that it met. */
@Tag("deep")
class NoSecretLeaksTest {
    @TempDir
    Path folder;

    @Test
    @Scenario(51)
    void aNightAtTraceLeavesNoSecretInLogsFilesOutputOrArguments() throws IOException {
        try (CanaryNight night = new CanaryNight(folder, Map.of())) {
            badNight(night);

            assertSearched(night);
            assertThat(night.found(night.scan())).isEmpty();
            assertAPlantedSecretIsFound(night);
        }
    }

    /** With every command there is, a daemon among them. */
    @Test
    void noCommandLeavesASecretAnywhere() throws IOException {
        try (CanaryNight night = new CanaryNight(folder, Map.of())) {
            everyCommand(night);

            assertSearched(night);
            assertThat(night.found(night.scan())).isEmpty();
        }
    }

    @Test
    void noSecretIsInAnyTableOfAPostgresqlDatabase() throws IOException {
        DatabaseProperties properties = TestDatabase.postgresProperties();
        try (CanaryNight night = new CanaryNight(folder, TestPrograms.database(properties))) {
            everyCommand(night);
            night.show("the database", dump(properties));

            assertThat(new CanaryScan().add("a user", someUser(night)).in("the database", dump(properties)))
                    .as("what is in the database is found")
                    .isNotEmpty();
            assertThat(night.found(night.scan())).isEmpty();
        }
    }

    private static void badNight(CanaryNight night) throws IOException {
        night.importConsents();
        EchoingServer server = night.spoilAnswers();
        int verdict = night.type("run");
        assertThat(verdict).as(night.shownBy("run")).isEqualTo(3);
        assertThat(night.login(someUser(night))).isEqualTo(4);
        assertThat(server.said())
                .contains("client_credentials 0", "client_credentials 1", "authorization_code 0")
                .contains("api 0", "api 1", "api 2", "api 3", "api 4", "api 5")
                .containsAll(IntStream.of(1, 3, 4, 5, 7, 8, 9)
                        .mapToObj(turn -> "refresh_token " + turn)
                        .toList());
    }

    private static void everyCommand(CanaryNight night) throws IOException {
        badNight(night);
        assertThat(night.login(someUser(night))).isEqualTo(4);
        assertThat(night.login(someUser(night)))
                .as(night.shownBy("users login of " + someUser(night)))
                .isZero();
        night.type("run");
        night.type("run", "--again", "--verbose");
        night.type("check");
        night.type("check", "--candidate-secret-file", night.clientSecretFile().toString());
        night.type("users", "list");
        night.type("users", "show", someUser(night));
        night.type("users", "pause", someUser(night));
        night.type("users", "resume", someUser(night));
        night.type("users", "export", someUser(night));
        night.type("audit");
        night.type("keys", "rotate");
        night.type("keys", "status");
        night.type("run", "--again");
        night.type("keys", "retire");
        night.type("users", "disconnect", someUser(night));
        night.type(
                "users",
                "erase",
                "--yes",
                night.sandbox().subs().skip(11).findFirst().orElseThrow());
        night.type("runs", "show", "1");
        night.type("query", "-e", "SELECT * FROM ops.user_run");
        Path wrong = Files.writeString(night.home().resolveSibling("wrong-secret"), "canary of a wrong secret 4711");
        night.knows("a wrong client secret", "canary of a wrong secret 4711");
        assertThat(night.type(Map.of("QF_CLIENT_SECRET_FILE", wrong.toString()), "--verbose", "run", "--again"))
                .isEqualTo(4);
        daemon(night);
    }

    /** It keeps a schedule, and serves pages to users, who come back with codes in their addresses. */
    private static void daemon(CanaryNight night) throws IOException {
        int port = CanaryNight.freePort();
        Map<String, String> settings =
                Map.of("QFSYNC_SCHEDULE_CRON", "0/2 * * * * ?", "QFSYNC_ENROLMENT_PORT", "" + port);
        try (QfsyncProcess daemon = night.start(settings, "daemon")) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !daemon.isAlive() || daemon.output().contains(" ended: "));
            String code = "ory_ac_canaryOfACodeInAnAddress0123456789";
            String verifier = "canaryOfAVerifierInABody.0123456789.0123456789";
            String key = "canaryOfTheKeyOfAnApplication0123456789";
            night.knows("a code in an address", code);
            night.knows("a verifier in a body", verifier);
            night.knows("the key of an application", key);
            URI site = URI.create("http://127.0.0.1:" + port);
            night.show("the pages", get(site.resolve("/connect")));
            night.show("the pages", get(site.resolve("/disconnect")));
            night.show("the pages", get(site.resolve("/oauth/callback?state=unknown&code=" + code)));
            night.show("the pages", get(site.resolve("/nowhere?code=" + code)));
            night.show("the pages", exchange(site, key, "{\"code\":\"" + code + "\",\"codeVerifier\":\"" + verifier));
            daemon.terminate();
            night.ended("daemon", daemon);
        }
        assertThat(night.shownBy("daemon")).contains(" ended: ");
    }

    private static String get(URI page) throws IOException {
        return answer(HttpRequest.newBuilder(page).build());
    }

    private static String exchange(URI site, String key, String body) throws IOException {
        return answer(HttpRequest.newBuilder(site.resolve("/api/consents/exchange"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static String answer(HttpRequest request) throws IOException {
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            return answer.headers() + answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    /** A search that finds nothing proves nothing, unless it looked at what there is. */
    private void assertSearched(CanaryNight night) throws IOException {
        assertThat(night.kinds())
                .contains("access_token", "refresh_token", "id_token", "code", "code_verifier", "Authorization header");
        List<String> seen = night.found(new CanaryScan()
                .add("a user", someUser(night))
                .add("an argument", "org.qfsync.Qfsync")
                .add("a hint", "consent again"));
        assertThat(seen)
                .anyMatch(line -> line.contains(".mv.db: a user"))
                .anyMatch(line -> line.contains("qfsync.log") && line.contains(": a user"))
                .anyMatch(line -> line.startsWith("the arguments") && line.contains("an argument"))
                .anyMatch(line -> line.startsWith("what run printed") && line.contains("a hint"));
        String log = Files.readString(night.home().resolve("logs").resolve("qfsync.log"));
        assertThat(log).contains(" TRACE ", " DEBUG ");
    }

    private static void assertAPlantedSecretIsFound(CanaryNight night) throws IOException {
        CanaryScan scan = night.scan();
        Path planted = night.home().resolve("logs").resolve("planted");
        Files.writeString(planted, "x" + night.sandbox().clientSecret() + "x");
        assertThat(night.found(scan)).isNotEmpty().allMatch(line -> line.contains("planted: the client secret"));
    }

    private static String someUser(CanaryNight night) {
        return night.sandbox().subs().skip(CanaryNight.USERS - 1).findFirst().orElseThrow();
    }

    /** Every row of every table as text, sealed columns included: what is sealed shows nothing. */
    private static String dump(DatabaseProperties properties) {
        try (Database database = Database.open(properties)) {
            JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
            return jdbc.queryForList("""
                            SELECT table_schema || '.' || table_name FROM information_schema.tables
                            WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
                            """, String.class).stream()
                    .flatMap(table ->
                            jdbc.queryForList("SELECT CAST(t AS TEXT) FROM " + table + " t", String.class).stream())
                    .collect(Collectors.joining("\n"));
        }
    }
}
