package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.CommandSession.Typed;
import org.qfsync.cli.Cli;
import org.qfsync.cli.OrderlyStop;
import org.qfsync.cli.Screen;
import org.qfsync.domain.Fingerprint;
import org.qfsync.http.Json;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.testing.Scenario;
import tools.jackson.databind.JsonNode;

/** What operators type about one user, after a night, as it comes out on the screen. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UserCommandsTest {
    private static final int WITHOUT_BOOKMARKS = 5;
    private static final int REVOKED = 6;

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(8));
    private final List<String> subs = sandbox.subs().toList();
    private final List<Typed> everything = new ArrayList<>();
    private Path home;
    private CommandSession session;

    @BeforeAll
    void oneNight(@TempDir Path folder) {
        home = folder;
        session = CommandSession.at(sandbox, home);
        session.typeWithInput(sandbox.consentLines().collect(Collectors.joining("\n")), "users", "import", "-");
        assertThat(type("run").code()).isZero();
    }

    @AfterAll
    void close() {
        sandbox.close();
        assertThat(everything)
                .isNotEmpty()
                .allSatisfy(typed -> assertThat(typed.all())
                        .doesNotContain("ory_rt_", "ory_at_", sandbox.clientSecret(), "Exception"));
    }

    private Typed type(String... args) {
        return kept(session.type(args));
    }

    private Typed kept(Typed typed) {
        everything.add(typed);
        return typed;
    }

    @Test
    void theListTellsHowEachConsentStandsAndWhatToDo() {
        JsonNode users =
                Json.mapper().readTree(type("users", "list", "--format", "json").out());

        JsonNode well = user(users, subs.get(7));
        assertThat(well.path("state").stringValue()).isEqualTo("ACTIVE");
        assertThat(well.path("todo").isNull()).isTrue();
        assertThat(well.path("scopes").stringValue()).contains("bookmark", "offline_access");
        assertThat(List.of("last_refresh", "last_sync", "lapses"))
                .allSatisfy(
                        moment -> assertThat(well.path(moment).stringValue()).matches("\\d{4}-.*Z"));
        assertThat(user(users, subs.get(WITHOUT_BOOKMARKS)).path("hint").stringValue())
                .isEqualTo("no consent to bookmark.read");
        JsonNode revoked = user(users, subs.get(REVOKED));
        assertThat(revoked.path("state").stringValue()).isEqualTo("REAUTH_REQUIRED");
        assertThat(revoked.path("last_sync").isNull()).isTrue();
        assertThat(revoked.path("todo").stringValue()).isEqualTo("qfsync users login");
        assertThat(type("users", "list", "--state", "reauth_required", "--format", "csv")
                        .out()
                        .lines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith(subs.get(REVOKED));
    }

    @Test
    void whoMustConsentAgainIsSentToTheEnrolmentPageWhereThereIsOne() {
        CommandSession enrolling =
                CommandSession.at(sandbox, home).with("QFSYNC_ENROLMENT_BASE_URL", "https://consent.example");

        assertThat(kept(enrolling.type("users", "show", subs.get(REVOKED))).out())
                .contains("State         REAUTH_REQUIRED: must consent again")
                .contains("ask them to open https://consent.example/connect")
                .contains("invalid_grant (HTTP 400)")
                .containsPattern("Audit:\\R.*\\R.* OPERATOR .* IMPORTED +line 7");
        assertThat(kept(enrolling.type("runs", "show", "1")).out())
                .containsOnlyOnce("1 user: invalid_grant")
                .contains("They must consent again; send them to https://consent.example/connect", subs.get(REVOKED));
    }

    @Test
    void aGrantThatIsAboutToLapseFromDisuseIsWarnedOf() {
        Instant refreshed = Instant.now().minus(Duration.ofDays(24)).truncatedTo(ChronoUnit.SECONDS);
        kept(session.typeWithInput(
                "{\"sub\":\"idle\",\"refresh_token\":\"never-used\",\"scope\":\"bookmark\",\"obtained_at\":\""
                        + refreshed + "\"}",
                "users",
                "import",
                "-"));

        assertThat(type("runs", "show", "1").out())
                .contains("About to lapse", "idle  ACTIVE, last refreshed " + refreshed)
                .doesNotContain(subs.get(0) + "  ACTIVE");
        assertThat(type("users", "show", "idle").out())
                .contains("lapses from disuse " + refreshed.plus(Duration.ofDays(30)))
                .contains("What to do    qfsync run");
    }

    @Test
    void aPausedUserIsPausedUntilResumed() {
        String sub = subs.get(0);

        assertThat(type("users", "pause", sub).out()).contains("is paused. To go on: qfsync users resume " + sub);
        assertThat(type("users", "pause", sub)).satisfies(again -> {
            assertThat(again.code()).isZero();
            assertThat(again.out()).contains("was paused already");
        });
        assertThat(type("users", "show", sub).out())
                .contains("State         PAUSED: paused since", "What to do    qfsync users resume " + sub);
        assertThat(type("users", "resume", sub).out()).contains("is ACTIVE again");
        Typed again = type("users", "resume", sub);
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err().strip()).isEqualTo("User " + sub + " is not paused: the grant is ACTIVE.");
        assertThat(type("users", "release", sub, "--yes").err()).contains("is not in quarantine");
        assertThat(type("users", "release", "--all", "--yes").out()).contains("nothing to do");
    }

    @Test
    @Scenario(7)
    void aDisconnectRevokesUpstreamAndAgainChangesNothing() {
        String sub = subs.get(1);
        String savers = "SELECT SUM(users) AS savers FROM analytics.saves_by_chapter";
        String before = type("query", "--format", "csv", "-e", savers).out();

        Typed first = type("users", "disconnect", sub);

        assertThat(first.code()).isZero();
        assertThat(first.out())
                .contains("User " + sub + " is disconnected; their tokens are deleted here.")
                .contains("The authorization server has revoked the grant.")
                .contains("At once: qfsync users erase " + sub);
        assertThat(sandbox.truth(sub).consented()).isFalse();
        assertThat(type("query", "--format", "csv", "-e", savers).out()).isNotEqualTo(before);
        Typed again = type("users", "disconnect", sub);
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("was disconnected", "no token left to revoke");
        assertThat(type("users", "list", "--state", "revoked", "--format", "csv")
                        .out())
                .contains(sub + ",REVOKED", "withdrawn; data to be deleted");
    }

    @Test
    void anErasureAsksFirstAndLeavesAReceiptAndNothingElse() throws IOException {
        String sub = subs.get(2);
        Path receipt = home.resolve("receipt.json");

        Typed unconfirmed = type("users", "erase", sub);
        assertThat(unconfirmed.code()).isEqualTo(2);
        assertThat(unconfirmed.err()).contains("Nothing was done. To confirm, add --yes.");
        Files.writeString(receipt, "taken");
        assertThat(type("users", "erase", sub, "--yes", "--receipt", receipt.toString())
                        .code())
                .isEqualTo(2);
        assertThat(receipt).hasContent("taken");
        Files.delete(receipt);
        assertThat(sandbox.truth(sub).consented()).as("nothing was done yet").isTrue();

        Typed erased = type("users", "erase", sub, "--yes", "--receipt", receipt.toString());

        assertThat(erased.code()).isZero();
        JsonNode json = Json.mapper().readTree(erased.out());
        assertThat(json.path("user_fingerprint").stringValue()).isEqualTo(Fingerprint.longOf(sub));
        assertThat(json.path("upstream").stringValue()).isEqualTo("revoked");
        assertThat(json.path("rows_deleted").path("qf.collection").asInt()).isPositive();
        assertThat(erased.out()).doesNotContain(sub);
        assertThat(erased.err()).contains("Erased: ").doesNotContain("WARN", "compacted");
        Path complaints = home.resolve("sandbox.trace.db");
        assertThat(Files.exists(complaints) ? Files.readString(complaints) : "")
                .as("complaints of the database")
                .doesNotContain("already closed");
        assertThat(Json.mapper().readTree(Files.readString(receipt))).isEqualTo(json);
        assertPrivate(receipt);
        assertThat(type("audit", "--user", sub, "--format", "csv").out()).contains("ERASED", "REVOKED");
        assertThat(type("users", "show", sub).code()).isEqualTo(2);
        assertThat(type("users", "erase", sub, "--yes").err()).contains("Nothing is held of a user " + sub);
        assertThat(filesHolding(sub)).as("files in which the sub still stands").isEmpty();
        assertThat(filesHolding(subs.get(3)))
                .as("the search sees what there is")
                .isNotEmpty();
    }

    @Test
    void anExportGoesToANewFileThatOnlyItsOwnerCanReadOrToTheScreen() throws IOException {
        String sub = subs.get(3);
        Path file = home.resolve("export.json");

        Typed written = type("users", "export", sub, "--out", file.toString());
        assertThat(written.code()).isZero();
        assertThat(written.out()).isEmpty();
        assertPrivate(file);
        JsonNode export = Json.mapper().readTree(Files.readString(file));
        assertThat(export.path("sub").stringValue()).isEqualTo(sub);
        assertThat(export.path("tables").path("qf.bookmark").size()).isPositive();
        assertThat(Files.readString(file)).doesNotContain("ory_rt_", "ory_at_", subs.get(4));

        assertThat(type("users", "export", sub, "--out", file.toString()).err()).contains("is there already");
        assertThat(Json.mapper().readTree(Files.readString(file))).isEqualTo(export);
        assertThat(Json.mapper().readTree(type("users", "export", sub).out()).path("tables"))
                .isEqualTo(export.path("tables"));
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith(".new-"));
        }
    }

    @Test
    void anExportWhoseReaderHasGoneIsNoSuccess() {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = new Screen(InputStream.nullInputStream(), gone, err, false, false);
        Clock clock = Clock.systemUTC();
        Cli cli = new Cli(
                new SpringProgramLauncher(session.environment(), clock),
                screen,
                new OrderlyStop(),
                session.environment(),
                clock);

        assertThat(cli.execute("users", "export", subs.get(3))).isEqualTo(4);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("what they got is not all")
                .hasLineCount(1);
    }

    @Test
    void theAuditNamesNobodyAndIsCutToWhatIsAskedFor() {
        Typed all = type("audit", "--limit", "1000", "--format", "csv");
        assertThat(all.out()).contains("IMPORTED", "REAUTH_REQUIRED");
        assertThat(subs).noneMatch(all.out()::contains);
        assertThat(type("audit", "--limit", "1", "--format", "csv").out().lines())
                .hasSize(2);
        assertThat(type("audit", "--user", subs.get(REVOKED), "--format", "csv")
                        .out()
                        .lines())
                .hasSize(3)
                .anyMatch(line -> line.contains("IMPORTED") && line.contains(Fingerprint.of(subs.get(REVOKED))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "pause", "resume", "release", "disconnect", "export", "erase --yes"})
    void ofAnUnknownUserEveryCommandSaysSo(String command) {
        Typed typed = type(("users " + command + " nobody").split(" "));

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err()).contains("nobody. See those there are: qfsync users list");
    }

    @Test
    void noDataOutlivesAWithdrawalByMoreThanThirtyDays() {
        Typed refused = kept(CommandSession.at(sandbox, home)
                .with("QFSYNC_CONSENT_ERASE_AFTER", "31d")
                .type("users", "list"));

        assertThat(refused.code()).isEqualTo(78);
        assertThat(refused.err()).startsWith("QFSYNC_CONSENT_ERASE_AFTER: \"31d\" is not a duration from 0s to 30d");
    }

    private static JsonNode user(JsonNode users, String sub) {
        return users.valueStream()
                .filter(user -> user.path("sub").stringValue().equals(sub))
                .findFirst()
                .orElseThrow();
    }

    private static void assertPrivate(Path file) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    private List<Path> filesHolding(String text) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
