package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.http.Json;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;

class UsersImportTest {
    private static final String CANARY = "ory_rt_canary-8f1d";

    @TempDir
    Path home;

    @Test
    void badLinesAreToldByNumberWithoutTheirContentAndGoodOnesStored() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(1))) {
            String good = "{\"sub\":\"%s\",\"refresh_token\":\"" + CANARY + "\",\"scope\":\"bookmark\"%s}";
            String lines = String.join(
                    "\n",
                    good.formatted("first", ""),
                    "{\"sub\":\"cut\",\"refresh_token\":\"" + CANARY,
                    "",
                    "[\"" + CANARY + "\"]",
                    "{\"sub\":\"no-token\",\"scope\":\"bookmark\"}",
                    "{\"sub\":\"no-scope\",\"refresh_token\":\"" + CANARY + "\"}",
                    good.formatted("foreign", ",\"client_id\":\"somebody-else\""),
                    good.formatted("late", ",\"obtained_at\":\"" + CANARY + "\""),
                    good.formatted("early", ",\"obtained_at\":\"2999-01-01T00:00:00Z\""),
                    good.formatted("long", ",\"more\":\"" + "x".repeat(70_000) + "\""),
                    good.formatted("number", "").replace("\"number\"", "7"),
                    good.formatted("last", ",\"client_id\":\"" + sandbox.clientId() + "\",\"unknown\":1"));

            CommandSession session = CommandSession.at(sandbox, home);
            CommandSession.Typed typed = session.typeWithInput(lines, "users", "import", "-");

            assertThat(typed.code()).isEqualTo(3);
            assertThat(typed.out().strip()).isEqualTo("2 grants stored, 9 refused.");
            assertThat(typed.err().lines())
                    .containsExactly(
                            "Line 2 refused: not a JSON object",
                            "Line 4 refused: not a JSON object",
                            "Line 5 refused: \"refresh_token\" is missing",
                            "Line 6 refused: \"scope\" is missing",
                            "Line 7 refused: \"client_id\" is not " + sandbox.clientId()
                                    + ": a refresh token is good for the client alone that obtained it",
                            "Line 8 refused: \"obtained_at\" is not a time such as 2026-10-04T02:30:00Z or"
                                    + " 1791081000",
                            "Line 9 refused: its tokens were obtained in the future",
                            "Line 10 refused: longer than 65536 bytes",
                            "Line 11 refused: \"sub\" is not a text");
            assertThat(typed.all()).doesNotContain(CANARY, "somebody-else");
            assertThat(session.type("users", "list", "--format", "csv").out().lines())
                    .hasSize(3)
                    .anyMatch(line -> line.startsWith("first,ACTIVE,"))
                    .anyMatch(line -> line.startsWith("last,ACTIVE,"));
        }
    }

    @Test
    void theSameFileTwiceDoesNotReplaceRotatedTokensBySpentOnes() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(3))) {
            CommandSession session = CommandSession.at(sandbox, home);
            List<String> lines = sandbox.consentLines().toList();
            String file = String.join("\n", lines);
            session.typeWithInput(file, "users", "import", "-");
            assertThat(session.type("run").code()).isZero();

            CommandSession.Typed second = session.typeWithInput(file, "users", "import", "-");

            assertThat(second.code()).isZero();
            assertThat(second.out()).startsWith("0 grants stored, 3 passed over because the stored grant is newer");
            sandbox.expireAccessTokens();
            assertThat(session.type("run", "--again").out()).contains("3 users: 3 synced");
            assertThat(sandbox.stats().refreshTokenReuses()).isZero();
        }
    }

    @Test
    void ofSeveralLinesForOneUserTheLastOneCounts() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(1))) {
            CommandSession session = CommandSession.at(sandbox, home);
            String real = sandbox.consentLines().collect(Collectors.joining());
            String spent = real.replaceFirst("ory_rt_[^\"]*", CANARY);

            CommandSession.Typed typed = session.typeWithInput(spent + "\n" + real + "\n", "users", "import", "-");

            assertThat(typed.out().strip()).isEqualTo("1 grant stored, 1 repeated in the file.");
            assertThat(typed.err().strip())
                    .isEqualTo("Line 2: the same user as line 1, in whose place this one counts");
            assertThat(session.type("run").out()).contains("1 user: 1 synced");
        }
    }

    @Test
    void aDryRunTellsTheSameAndStoresNothing() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(2))) {
            CommandSession session = CommandSession.at(sandbox, home);
            List<String> lines = sandbox.consentLines().toList();
            String dated = "{\"sub\":\"dated\",\"refresh_token\":\"" + CANARY + "\",\"scope\":\"bookmark\","
                    + "\"obtained_at\":\"%s\"}";
            Instant now = Instant.now();
            String file = String.join(
                    "\n",
                    lines.get(0),
                    "{}",
                    dated.formatted(now.minusSeconds(60)),
                    dated.formatted(now.minusSeconds(30)),
                    dated.formatted(now.minusSeconds(90)),
                    lines.get(1),
                    lines.get(0));

            CommandSession.Typed dry = session.typeWithInput(file, "users", "import", "--dry-run", "-");

            assertThat(session.type("users", "list", "--format", "csv").out().lines())
                    .hasSize(1);
            CommandSession.Typed real = session.typeWithInput(file, "users", "import", "-");
            assertThat(real.out().strip()).isEqualTo("3 grants stored, 3 repeated in the file, 1 refused.");
            assertThat(real.err().lines())
                    .containsExactly(
                            "Line 2 refused: \"sub\" is missing",
                            "Line 4: the same user as line 3, in whose place this one counts",
                            "Line 5: the same user as line 4, which is newer and counts",
                            "Line 7: the same user as line 1, in whose place this one counts");
            assertThat(dry.out().strip())
                    .isEqualTo("Dry run, nothing was stored: 3 grants would be stored, 3 repeated in the file,"
                            + " 1 refused.");
            assertThat(dry.err()).isEqualTo(real.err());
            assertThat(dry.code()).isEqualTo(real.code()).isEqualTo(3);
            assertThat(session.typeWithInput(dated.formatted(now.minusSeconds(90)), "users", "import", "--dry-run", "-")
                            .out())
                    .contains("0 grants would be stored, 1 passed over");
        }
    }

    @Test
    void aSpreadsheetOfTokenAnswersIsImportedAndRuns() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(3))) {
            CommandSession session = CommandSession.at(sandbox, home);
            String rows = sandbox.consentLines()
                    .map(line -> Json.mapper().readTree(line))
                    .map(line -> String.join(
                            ",",
                            "unused",
                            "bearer",
                            "3600",
                            line.path("refresh_token").stringValue(),
                            "\"" + line.path("scope").stringValue() + "\"",
                            String.valueOf(Instant.now().plusSeconds(3600).toEpochMilli()),
                            line.path("sub").stringValue(),
                            "sandbox"))
                    .collect(Collectors.joining("\r\n"));

            CommandSession.Typed typed = session.typeWithInput(
                    "access_token,token_type,expires_in,refresh_token,scope,expires_at,sub,environment\r\n" + rows,
                    "users",
                    "import",
                    "-");

            assertThat(typed.err()).isEmpty();
            assertThat(typed.out().strip()).isEqualTo("3 grants stored.");
            assertThat(session.type("run").out()).contains("3 users: 3 synced");
        }
    }

    @Test
    void aMissingFileIsAUsageError() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(1))) {
            CommandSession.Typed typed = CommandSession.at(sandbox, home)
                    .type("users", "import", home.resolve("nothing.jsonl").toString());

            assertThat(typed.code()).isEqualTo(2);
            assertThat(typed.err()).startsWith("There is no file ").hasLineCount(1);
        }
    }
}
