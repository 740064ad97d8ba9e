package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Settings;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.store.Database;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.HookReceiver;
import org.qfsync.testing.TestDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people are told of nights that operators and cron start, each in a process's life of its own. */
class ToldNightsTest {
    private static final String TOKEN = "T0KEN-4711-abcdefgh";

    @TempDir
    private Path home;

    @Test
    void whatTurnsBadAndGoodAgainIsToldOnceAndNamesNobody() throws IOException {
        try (HookReceiver hooks = new HookReceiver();
                Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(12))) {
            CommandSession session = told(CommandSession.at(sandbox, home), hooks);
            List<CommandSession.Typed> typed = new ArrayList<>();
            typed.add(session.typeWithInput(consents(sandbox), "users", "import", "-"));
            String unlucky = sandbox.subs().findFirst().orElseThrow();
            sandbox.addFault(FaultRule.parse("user/bookmarks:422=1,sub=" + unlucky));

            typed.add(session.type("run", "--dry-run"));
            assertThat(hooks.received()).isEmpty();

            typed.add(session.type("run"));
            assertThat(changes(hooks)).containsExactly("night problem, consent problem");
            assertThat(pings(hooks)).containsExactly("/start", "/fail");

            sandbox.addFault(FaultRule.parse("user/bookmarks:422=1,sub=" + unlucky));
            typed.add(session.type("run"));
            typed.add(session.type("run", "--only", "notes"));
            assertThat(changes(hooks)).hasSize(1);

            sandbox.clearFaults();
            typed.add(session.type("run"));
            assertThat(changes(hooks)).containsExactly("night problem, consent problem", "night recovered");
            typed.add(session.type("run"));
            typed.add(session.type("runs", "rerun", "1", "--failed"));
            assertThat(changes(hooks))
                    .as("the first pass is not how the night is")
                    .hasSize(2);
            assertThat(pings(hooks)).containsExactly("/start", "/fail", "/start", "/fail", "/start", "", "");

            typed.add(session.type("notify", "test"));
            typed.add(session.type("check"));
            assertThat(changes(hooks)).last().isEqualTo("test test");
            assertThat(hooks.received("/slack")).hasSize(3);
            assertNobodyIsNamed(hooks, sandbox);
            assertThat(typed).noneMatch(command -> command.all().contains(TOKEN));
        }
    }

    @Test
    @Tag("deep")
    void whatTheChannelDidNotTakeIsToldAfterTheNextRun() throws IOException {
        try (HookReceiver hooks = new HookReceiver();
                Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(1))) {
            CommandSession session =
                    told(CommandSession.at(sandbox, home), hooks).with("QF_CLIENT_SECRET", "wrong-4711");
            CommandSession good = told(CommandSession.at(sandbox, home), hooks);
            TestPrograms.database(TestDatabase.postgresWithSchema()).forEach((key, value) -> {
                session.with(key, value);
                good.with(key, value);
            });
            session.typeWithInput(consents(sandbox), "users", "import", "-");
            hooks.answers(410);
            assertThat(session.type("run").code()).isEqualTo(4);
            String first = id(hooks);
            assertThat(notifications(session))
                    .contains(
                            "\"warn\"",
                            "webhook to 127.0.0.1 did not take the last message",
                            "(HTTP 410), and has not been told what it should have been",
                            "heartbeat to 127.0.0.1 did not take",
                            "qfsync notify test")
                    .doesNotContain(TOKEN);

            hooks.answers(200);
            session.type("run");
            assertThat(id(hooks)).as("the same message").isEqualTo(first);
            assertThat(hooks.received("/hook")).hasSize(2);
            session.type("run");
            assertThat(hooks.received("/hook")).hasSize(2);
            assertThat(hooks.received("/hook").get(1).body()).contains("invalid_client", "\"level\":\"failure\"");
            assertThat(notifications(session))
                    .contains("\"ok\"", "webhook to 127.0.0.1 took the last message", "(HTTP 200); slack to ")
                    .doesNotContain("should have been");

            hooks.answers(410);
            good.type("run");
            assertThat(notifications(session)).contains("should have been");
            session.type("run", "--again");
            assertThat(notifications(session))
                    .as("it failed again, as it was told")
                    .doesNotContain("should have been");
        }
    }

    @Test
    @Tag("deep")
    void aKilledNightIsToldByWhoeverFindsItAndOnce() throws IOException {
        try (HookReceiver hooks = new HookReceiver();
                Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(0))) {
            Path textfile = home.resolve("qfsync.prom");
            CommandSession session =
                    told(CommandSession.at(sandbox, home), hooks).with("QFSYNC_METRICS_TEXTFILE", textfile.toString());
            assertThat(session.type("run").code()).isZero();

            killed();
            inDatabase("ALTER TABLE batch.BATCH_JOB_EXECUTION RENAME TO AWAY");
            assertThat(session.type("runs", "recover").code()).isNotZero();
            inDatabase("ALTER TABLE batch.AWAY RENAME TO BATCH_JOB_EXECUTION");
            assertThat(changes(hooks))
                    .as("its books are closed, so nobody else finds it")
                    .containsExactly("night problem");
            assertThat(session.type("runs", "recover").code()).isZero();
            assertThat(changes(hooks)).hasSize(1);
            assertThat(hooks.received("/hook").get(0).body())
                    .contains(
                            "\"cause\":\"process_died\"", "\"qfsync runs restart 1\"", "\"run\":{\"id\":1,\"night\":");
            assertThat(pings(hooks)).containsExactly("/start", "", "/fail");
            assertThat(Files.readString(textfile)).contains("qfsync_last_run_verdict{verdict=\"FAILED\"} 1.0\n");
            session.type("runs", "recover");
            assertThat(session.type("runs", "restart", "1").code()).isZero();
            assertThat(changes(hooks)).containsExactly("night problem", "night recovered");

            killed();
            assertThat(session.type("run").code()).isZero();
            assertThat(changes(hooks))
                    .as("the next run, before it goes on with it, and after")
                    .containsExactly("night problem", "night recovered", "night problem", "night recovered");
        }
    }

    /** What a process leaves that dies in its run. */
    private void killed() {
        inDatabase("UPDATE ops.run SET verdict = NULL, ended_at = NULL");
    }

    private void inDatabase(String sql) {
        Settings settings = new Settings(Map.of(), new Properties());
        try (Database database = Database.open(
                DatabaseProperties.from(settings, QfEnvironment.SANDBOX, home), "a test", Clock.systemUTC())) {
            JdbcClient.create(database.dataSource()).sql(sql).update();
        }
    }

    @Test
    void thatNoRunIsPossibleIsToldWithoutADatabaseAndSoIsItsEnd() throws IOException {
        try (HookReceiver hooks = new HookReceiver();
                Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(0))) {
            CommandSession session = told(CommandSession.at(sandbox, home), hooks);
            CommandSession gone = told(CommandSession.at(sandbox, home), hooks)
                    .with("QFSYNC_DB_URL", "jdbc:postgresql://127.0.0.1:1/none");

            assertThat(gone.type("run").code()).isEqualTo(4);
            assertThat(gone.type("run").code()).isEqualTo(4);
            assertThat(changes(hooks)).containsExactly("night problem");
            assertThat(pings(hooks)).containsExactly("/fail", "/fail");
            assertThat(notifications(gone)).contains("\"warn\"", "they were told that no run is possible");

            assertThat(session.type("run").code()).isZero();
            assertThat(changes(hooks)).containsExactly("night problem", "night recovered");

            killed();
            gone.type("run");
            assertThat(session.type("runs", "recover").code()).isZero();
            assertThat(changes(hooks))
                    .as("that run did not die by the outage")
                    .containsExactly("night problem", "night recovered", "night problem", "night another_cause");
            assertThat(home.resolve("outage-told.properties")).doesNotExist();
        }
    }

    private static CommandSession told(CommandSession session, HookReceiver hooks) {
        return session.with("QFSYNC_CONSOLE_BASE_URL", "https://console.example.org")
                .with("QFSYNC_NOTIFY_WEBHOOK_URL", hooks.at("/hook/" + TOKEN).toString())
                .with("QFSYNC_NOTIFY_SLACK_URL", hooks.at("/slack/" + TOKEN).toString())
                .with("QFSYNC_NOTIFY_HEARTBEAT_URL", hooks.at("/ping/" + TOKEN).toString());
    }

    /** What a check finds about the channels. */
    private static String notifications(CommandSession session) {
        JsonNode items = JsonMapper.shared()
                .readTree(session.type("check", "--json").out())
                .path("items");
        for (JsonNode item : items) {
            if (item.path("id").stringValue().equals("notifications")) {
                return item.toString();
            }
        }
        throw new AssertionError("no such item: " + items);
    }

    /** Each message to the webhook, as its events. */
    private static List<String> changes(HookReceiver hooks) {
        List<String> messages = new ArrayList<>();
        for (HookReceiver.Received posted : hooks.received("/hook")) {
            List<String> events = new ArrayList<>();
            for (JsonNode event : JsonMapper.shared().readTree(posted.body()).path("events")) {
                events.add(event.path("subject").stringValue() + " "
                        + event.path("change").stringValue());
            }
            messages.add(String.join(", ", events));
        }
        return messages;
    }

    private static List<String> pings(HookReceiver hooks) {
        return hooks.received("/ping").stream()
                .map(ping -> ping.path().substring(("/ping/" + TOKEN).length()))
                .toList();
    }

    private static String id(HookReceiver hooks) {
        List<HookReceiver.Received> posted = hooks.received("/hook");
        return posted.get(posted.size() - 1).header("X-Qfsync-Id");
    }

    private void assertNobodyIsNamed(HookReceiver hooks, Sandbox sandbox) throws IOException {
        String all = hooks.received().stream().map(HookReceiver.Received::body).collect(Collectors.joining());
        assertThat(all)
                .contains("(HTTP 422), bookmarks", "qfsync runs rerun", "qfsync users login")
                .contains("\"page\":\"https://console.example.org/runs/");
        sandbox.subs().forEach(sub -> assertThat(all).doesNotContain(sub));
        try (var files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain(TOKEN);
            }
        }
    }

    private static String consents(Sandbox sandbox) {
        return sandbox.consentLines().collect(Collectors.joining("\n"));
    }
}
