package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.TestDatabase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A night and what operators and analysts type around it, against a sandbox, as it comes out on the screen. */
class NightCommandsTest {
    private static final int REVOKED = 6;

    @TempDir
    Path home;

    @Test
    void aNightIsRunShownAndQueriedWithoutASecretGettingOut() {
        List<CommandSession.Typed> typed = new ArrayList<>();
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(12))) {
            CommandSession session = CommandSession.at(sandbox, home);
            String revoked = sandbox.subs().skip(REVOKED).findFirst().orElseThrow();

            CommandSession.Typed imported = session.typeWithInput(consents(sandbox), "users", "import", "-");
            assertThat(imported.code()).isZero();
            assertThat(imported.out().strip()).isEqualTo("12 grants stored.");

            CommandSession.Typed run = session.type("run");
            assertThat(run.code()).isZero();
            assertThat(run.out())
                    .contains("pass 1: COMPLETED", "12 users: 11 synced, 1 set aside", revoked)
                    .containsPattern("chapters +114 +114 +0 +0 +0")
                    .containsPattern("verses +6,236 +6,236 +0 +0 +0")
                    .contains("ask the user to consent to the scope bookmark.read");

            CommandSession.Typed again = session.type("run");
            assertThat(again.code()).isZero();
            assertThat(again.out()).contains("is complete; nothing to do");

            CommandSession.Typed users = session.type("users", "list", "--format", "json");
            assertThat(state(users.out(), revoked)).isEqualTo("REAUTH_REQUIRED");

            CommandSession.Typed runs = session.type("runs", "--format", "csv");
            assertThat(runs.out().lines().skip(1)).hasSize(1).allMatch(line -> line.contains(",FULL,COMPLETED,"));

            CommandSession.Typed shown = session.type("runs", "show", "1");
            assertThat(shown.out())
                    .contains("invalid_grant (HTTP 400)", revoked)
                    .containsPattern("users +COMPLETED");

            CommandSession.Typed further = session.type("run", "--again");
            assertThat(further.out())
                    .contains("pass 2: COMPLETED", "fresh: nothing of them had to be fetched")
                    .doesNotContainPattern("verses +6,236");

            CommandSession.Typed check = session.type("check");
            assertThat(check.code()).isZero();
            assertThat(check.out().lines())
                    .hasSize(23)
                    .allMatch(line -> line.startsWith("OK ") || line.startsWith("WARN  grants "));

            typed.addAll(List.of(imported, run, again, users, runs, shown, further, check));
            typed.add(session.type("schedule"));
            assertThat(sandbox.stats().refreshTokenReuses()).isZero();
            assertNoSecretIn(typed, sandbox);
        }
    }

    @Test
    void aQueryReadsAndDoesNothingElse() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(3))) {
            CommandSession session = CommandSession.at(sandbox, home);
            assertThat(session.typeWithInput(consents(sandbox), "users", "import", "-")
                            .code())
                    .isZero();
            assertThat(session.type("run").code()).isZero();

            CommandSession.Typed csv = session.type(
                    "query", "--format", "csv", "-e", "SELECT name FROM qf.collection WHERE name LIKE '%Quotes%'");
            assertThat(csv.out()).isEqualTo("name\r\n\"\"\"Quotes\"\", 'apostrophes' & <b>tags</b>\"\r\n");

            CommandSession.Typed json = session.type(
                    "query",
                    "--format",
                    "json",
                    "-e",
                    "SELECT chapter_id, name_arabic FROM qf.chapter WHERE chapter_id = 1");
            JsonNode chapter = JsonMapper.shared().readTree(json.out()).get(0);
            assertThat(chapter.path("chapter_id").isInt()).isTrue();
            assertThat(chapter.path("name_arabic").stringValue())
                    .isEqualTo("\u0627\u0644\u0641\u0627\u062a\u062d\u0629");

            for (String forbidden : List.of(
                    "SELECT * FROM ops.user_grant",
                    "SELECT * FROM ops.grant_status",
                    "DELETE FROM qf.chapter",
                    "UPDATE qf.chapter SET name_simple = 'x'",
                    "DROP TABLE qf.chapter",
                    "CREATE TABLE qf.mine (x INT)")) {
                CommandSession.Typed refused = session.type("query", "-e", forbidden);
                assertThat(refused.code()).as(forbidden).isNotZero();
                assertThat(refused.err()).as(forbidden).hasLineCount(1);
            }
            assertThat(session.type("query", "--format", "csv", "-e", "SELECT COUNT(*) FROM qf.chapter")
                            .out())
                    .contains("114");
        }
    }

    @Test
    void oneUserWhoFailsForGoodMakesTheNightPartialAndTheNextRunRepeatsOnlyThem() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(3))) {
            CommandSession session = CommandSession.at(sandbox, home);
            session.typeWithInput(consents(sandbox), "users", "import", "-");
            String unlucky = sandbox.subs().findFirst().orElseThrow();
            sandbox.addFault(FaultRule.parse("user/bookmarks:422=1,sub=" + unlucky));

            CommandSession.Typed partial = session.type("run");
            assertThat(partial.code()).isEqualTo(3);
            assertThat(partial.out())
                    .contains("PARTIAL", "3 users: 2 synced, 1 failed", "(HTTP 422), bookmarks", unlucky)
                    .contains("Next:", "qfsync run ");

            sandbox.clearFaults();
            CommandSession.Typed repeated = session.type("run");
            assertThat(repeated.code()).isZero();
            assertThat(repeated.out()).contains("pass 2: COMPLETED", "1 user: 1 synced");
        }
    }

    @Test
    void onPostgresqlTheSameCommandsSayTheSame() {
        DatabaseProperties postgres = TestDatabase.postgresWithSchema();
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(7))) {
            CommandSession session = CommandSession.at(sandbox, home)
                    .with("QFSYNC_DB_URL", postgres.url())
                    .with("QFSYNC_DB_USER", postgres.user())
                    .with("QFSYNC_DB_PASSWORD", postgres.password());
            session.typeWithInput(consents(sandbox), "users", "import", "-");

            assertThat(session.type("run").out())
                    .contains("COMPLETED", "7 users: 6 synced, 1 set aside", "invalid_grant (HTTP 400)");
            assertThat(session.type("runs", "show", "1").out()).containsPattern("userWorker x 8 +COMPLETED");
            assertThat(session.type("query", "--format", "json", "-e", "SELECT * FROM qf.chapter WHERE chapter_id = 1")
                            .out())
                    .contains("\"chapter_id\":1,", "\"deleted_at\":null");
            CommandSession.Typed refused = session.type("query", "-e", "SELECT * FROM ops.user_grant");
            assertThat(refused.code()).isEqualTo(4);
            assertThat(refused.err()).contains("permission denied").hasLineCount(1);
        }
    }

    @Test
    void aWrongClientSecretFailsTheNightAndSaysWhatToDo() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(1))) {
            CommandSession session = CommandSession.at(sandbox, home).with("QF_CLIENT_SECRET", "not-the-secret-4711");
            session.typeWithInput(consents(sandbox), "users", "import", "-");

            CommandSession.Typed failed = session.type("run");

            assertThat(failed.code()).isEqualTo(4);
            assertThat(failed.out()).contains("FAILED", "invalid_client", "Check QF_CLIENT_ID, QF_CLIENT_SECRET");
            assertThat(failed.all()).doesNotContain("not-the-secret-4711");
            assertThat(session.type("check").code()).isEqualTo(4);
        }
    }

    @Test
    void aDatabaseOfAnotherIssuerIsRefused() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(0));
                Sandbox other =
                        Sandbox.start(SandboxOptions.defaults().withUsers(0).withSeed(7))) {
            assertThat(CommandSession.at(sandbox, home).type("run").code()).isZero();

            CommandSession.Typed refused = CommandSession.at(other, home).type("run", "--again");

            assertThat(refused.code()).isEqualTo(78);
            assertThat(refused.err()).hasLineCount(1).contains("belongs to the issuer");
        }
    }

    private void assertNoSecretIn(List<CommandSession.Typed> typed, Sandbox sandbox) {
        // All tokens of the sandbox begin so.
        List<String> canaries = List.of(sandbox.clientSecret(), "ory_at_", "ory_rt_");
        typed.forEach(one -> assertThat(one.all()).doesNotContain(canaries));
        try (Stream<Path> files = Files.walk(home)) {
            List<Path> written = files.filter(Files::isRegularFile).toList();
            StringBuilder everything = new StringBuilder();
            for (Path file : written) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                everything.append(bytes);
                canaries.forEach(canary -> assertThat(bytes.contains(
                                new String(canary.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)))
                        .as(file + " holds " + canary)
                        .isFalse());
            }
            // What is no secret is found: the search sees what there is.
            assertThat(everything).contains(sandbox.subs().findFirst().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String state(String usersAsJson, String sub) {
        for (JsonNode user : JsonMapper.shared().readTree(usersAsJson)) {
            if (user.path("sub").stringValue().equals(sub)) {
                return user.path("state").stringValue();
            }
        }
        return "not listed";
    }

    private static String consents(Sandbox sandbox) {
        return sandbox.consentLines().collect(Collectors.joining("\n"));
    }
}
