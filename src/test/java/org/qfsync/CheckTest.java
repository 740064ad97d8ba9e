package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.schedule.ScheduleControl;
import org.qfsync.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the doctor finds, on an installation that is well and on one that is not. */
class CheckTest {
    private static final List<String> ITEMS = List.of(
            "configuration",
            "home",
            "logs",
            "disk",
            "client-secret-file",
            "database",
            "keyset",
            "custody",
            "lease",
            "leftovers",
            "grants",
            "grants-lapsing",
            "holds",
            "schedule",
            "last-night",
            "console",
            "enrolment",
            "notifications",
            "auth-server",
            "clock",
            "content-token",
            "content-call",
            "client-secret");

    private static Sandbox sandbox;

    @TempDir
    Path home;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(3));
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void aFreshInstallationHasEveryItemAndWarnsOfWhatIsStillMissing() {
        Answer answer = check(CommandSession.at(sandbox, home));

        assertThat(answer.code()).isZero();
        assertThat(answer.status()).isEqualTo("warn");
        assertThat(answer.ids()).isEqualTo(ITEMS);
        assertThat(new CommandSession(home).type("check", "--help").out().replaceAll("\\s+", " "))
                .contains(String.join(", ", ITEMS));
        assertThat(answer.with("warn")).containsExactly("grants", "last-night");
        assertThat(answer.hint("last-night")).endsWith("qfsync run");
        assertThat(answer.with("skip")).isEmpty();
        assertThat(answer.message("notifications")).startsWith("no channel: a bad night is told to nobody");
    }

    @Test
    void whatEachItemFindsIsToldWithWhatToDo() throws IOException {
        Path secret = Files.writeString(home.resolve("secret"), sandbox.clientSecret());
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        CommandSession session = CommandSession.at(sandbox, home).with("QF_CLIENT_SECRET_FILE", secret.toString());
        session.without("QF_CLIENT_SECRET");
        session.typeWithInput(sandbox.consentLines().collect(Collectors.joining("\n")), "users", "import", "-");
        try (Program program = TestPrograms.start(session.environment())) {
            JdbcClient jdbc = program.get(JdbcClient.class);
            program.get(ScheduleControl.class).pause("amal", "upgrade");
            OffsetDateTime complete = Timestamps.of(Instant.now().minus(Duration.ofHours(27)));
            jdbc.sql("INSERT INTO ops.run (night, pass, kind, verdict, started_at, ended_at)"
                            + " VALUES (:night, 1, 'FULL', 'COMPLETED', :at, :at)")
                    .param("night", complete.toLocalDate())
                    .param("at", complete)
                    .update();
            jdbc.sql("INSERT INTO ops.run (night, pass, kind, started_at)"
                            + " VALUES (DATE '2026-01-03', 1, 'FULL', CURRENT_TIMESTAMP)")
                    .update();
            jdbc.sql("UPDATE ops.run_lease SET owner = 'somebody', pid = 1, host = 'there/1', doing = 'qfsync run',"
                            + " acquired_at = CURRENT_TIMESTAMP, lease_until = CURRENT_TIMESTAMP")
                    .update();
            jdbc.sql("UPDATE ops.user_grant SET state = 'REAUTH_REQUIRED'").update();
        }

        Answer answer = check(session);

        assertThat(answer.code()).isEqualTo(4);
        assertThat(answer.status()).isEqualTo("fail");
        assertThat(answer.with("fail")).containsExactly("last-night");
        assertThat(answer.with("warn"))
                .containsExactly("home", "client-secret-file", "lease", "leftovers", "grants", "schedule");
        assertThat(answer.message("last-night")).startsWith("the last complete night ended 27 h ago");
        assertThat(answer.hint("home")).isEqualTo("chmod 700 " + home);
        assertThat(answer.message("lease")).startsWith("a run died with process 1 on there (qfsync run)");
        assertThat(answer.message("leftovers")).contains("1 unfinished run");
        assertThat(answer.message("grants")).isEqualTo("3 REAUTH_REQUIRED");
        assertThat(answer.hint("grants")).contains("Ask 3 users to consent again");
        assertThat(answer.hint("schedule")).endsWith("schedule resume");
    }

    @Test
    void aRestoredDatabaseIsNoticedBeforeItIsUsedAndLookedAtOnly() throws IOException {
        CommandSession session = CommandSession.at(sandbox, home);
        session.typeWithInput(sandbox.consentLines().collect(Collectors.joining("\n")), "users", "import", "-");
        Path remembered = home.resolve("custody-sandbox.json");
        Files.writeString(remembered, Files.readString(remembered).replaceFirst("\"epoch\":\\d+", "\"epoch\":99"));

        Answer restored = check(session);
        assertThat(restored.with("warn")).contains("custody");
        assertThat(restored.message("custody"))
                .isEqualTo("this database is older than it was: it was restored from a backup");
        assertThat(restored.hint("custody")).contains("qfsync run", "qfsync users list");

        Files.delete(remembered);
        Answer moved = check(session);
        assertThat(moved.message("custody")).contains("was in use before, but not with this home");
        assertThat(moved.message("grants")).isEqualTo("3 ACTIVE");
        assertThat(remembered).doesNotExist();

        Files.delete(home.resolve("keyset-sandbox.json"));
        Answer lost = check(session);
        assertThat(lost.with("fail")).contains("keyset").doesNotContain("custody");
        assertThat(lost.with("skip")).contains("custody", "grants-lapsing");
        assertThat(lost.ids())
                .startsWith(ITEMS.subList(0, ITEMS.indexOf("schedule")).toArray(String[]::new));
    }

    @Test
    void besideAProcessThatHasTheH2FileTheRestIsTried() throws IOException {
        CommandSession session = CommandSession.at(sandbox, home);
        try (OtherOwner owner = OtherOwner.of(home.resolve("sandbox"), "qfsync daemon")) {
            assertThat(owner.isHolding()).isTrue();
            Answer answer = check(session);

            assertThat(answer.code()).isZero();
            assertThat(answer.message("database")).contains("is in use by process", "doing: qfsync daemon");
            assertThat(answer.with("skip"))
                    .containsExactly(
                            "database",
                            "keyset",
                            "custody",
                            "lease",
                            "leftovers",
                            "grants",
                            "grants-lapsing",
                            "holds",
                            "last-night",
                            "content-call",
                            "client-secret");
            assertThat(answer.with("ok")).contains("auth-server", "clock", "content-token", "schedule");
        }
    }

    @Test
    void aServerThatIsAwayDoesNotHideTheRest() {
        CommandSession session = CommandSession.at(sandbox, home)
                .with("QF_AUTH_BASE_URL", "http://127.0.0.1:1")
                .with("QF_API_BASE_URL", "http://127.0.0.1:1");

        CommandSession.Typed typed = session.type("check");

        assertThat(typed.code()).isEqualTo(4);
        assertThat(typed.out())
                .containsPattern("FAIL +auth-server +The authorization server http://127.0.0.1:1 does not answer")
                .containsPattern("SKIP +content-call +not tried: the authorization server comes first")
                .containsPattern("OK +keyset ");
        assertThat(typed.out().lines()).hasSize(ITEMS.size());
    }

    private static Answer check(CommandSession session) {
        CommandSession.Typed typed = session.type("check", "--json");
        return new Answer(typed.code(), JsonMapper.shared().readTree(typed.out()));
    }

    private record Answer(int code, JsonNode json) {
        String status() {
            return json.path("status").stringValue();
        }

        List<String> ids() {
            List<String> ids = new ArrayList<>();
            json.path("items").forEach(item -> ids.add(item.path("id").stringValue()));
            return ids;
        }

        List<String> with(String status) {
            return ids().stream()
                    .filter(id -> item(id).path("status").stringValue().equals(status))
                    .toList();
        }

        String message(String id) {
            return item(id).path("message").stringValue();
        }

        String hint(String id) {
            return item(id).path("hint").stringValue();
        }

        private JsonNode item(String id) {
            for (JsonNode item : json.path("items")) {
                if (item.path("id").stringValue().equals(id)) {
                    return item;
                }
            }
            throw new AssertionError("no item " + id + " in " + json);
        }
    }
}
