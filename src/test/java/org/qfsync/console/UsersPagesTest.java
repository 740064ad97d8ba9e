package org.qfsync.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.consent.GrantDesk;
import org.qfsync.domain.Fingerprint;
import org.qfsync.report.UserBook;
import org.qfsync.sandbox.SandboxOptions;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The users in the console, and what operators do to one. */
class UsersPagesTest {
    @TempDir
    static Path home;

    private static ConsoleRig rig;
    private static JdbcClient jdbc;
    private static List<String> subs;
    private static Surfer surfer;
    private static Surfer reader;

    @BeforeAll
    static void serve() {
        rig = ConsoleRig.guarded(home, SandboxOptions.defaults().withUsers(6), Map.of());
        jdbc = rig.get(JdbcClient.class);
        subs = rig.sandbox.subs().sorted().toList();
        rig.runTonight();
        // Once each: logins are limited.
        surfer = new Surfer(rig.address());
        surfer.signIn("operator", ConsoleRig.OPERATOR_PASSWORD);
        reader = new Surfer(rig.address());
        reader.signIn("reader", ConsoleRig.READER_PASSWORD);
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    void aUserIsFoundByTheBeginningOfTheSubAndByState() {
        String sub = subs.get(0);
        assertThat(surfer.get("/users").body()).contains(subs).contains("ACTIVE (");
        assertThat(surfer.get("/users?q=" + sub).body())
                .contains(path("one", sub))
                .doesNotContain(subs.get(1));
        assertThat(surfer.get("/users?q=%25").body()).contains("No user was found");
        assertThat(surfer.get("/users?state=QUARANTINED").body()).contains("No user was found");
    }

    @Test
    void aUserShowsHowTheGrantStandsAndHowFreshEachDatasetIs() {
        assertThat(surfer.get(path("one", subs.get(0))).body())
                .contains("The consent stands", "Sync now", "bookmarks", "SYNCED", "DONE", "/runs/1")
                .contains("Pause", "Disconnect…", "Erase…")
                .doesNotContain(">Resume<");
    }

    @Test
    void whoIsNotThereIsSaidToBeUnknown() {
        HttpResponse<String> answer = surfer.get(path("one", "nobody/at;all"));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("Nothing is held of such a user");
    }

    @Test
    void aUserIsPausedAndResumedByTheAccountThatAsked() {
        String sub = subs.get(1);
        act("pause", sub);
        assertThat(surfer.get(path("one", sub)).body())
                .contains("PAUSED", "Paused: no run syncs", "qfsync users resume " + sub, ">Resume<")
                .doesNotContain("Sync now");

        assertThat(location(act("sync", sub))).isEqualTo(path("one", sub));
        assertThat(surfer.get(path("one", sub)).body()).contains("No run can sync this user");

        act("resume", sub);
        assertThat(surfer.get(path("one", sub)).body()).contains("Resumed: the next run");
        assertThat(audit(sub)).contains("OPERATOR operator PAUSED", "OPERATOR operator RESUMED");
    }

    @Test
    void aUserIsSyncedInTheBackgroundInAPassOfTheirOwn() {
        assertThat(location(act("sync", subs.get(2)))).isEqualTo("/");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> jdbc.sql("SELECT COUNT(*) FROM ops.user_run u JOIN ops.run r ON r.run_id = u.run_id"
                                        + " WHERE r.kind = 'SUBSET' AND r.verdict = 'COMPLETED' AND u.sub = ?")
                                .param(subs.get(2))
                                .query(Long.class)
                                .single()
                        == 1);
    }

    @Test
    void aUserIsDisconnectedAfterAPageThatSaysWhatHappens() {
        String sub = subs.get(3);
        assertThat(surfer.get(path("disconnect", sub)).body()).contains("Disconnect this user?", "revoked at the");

        act("disconnect", sub);

        assertThat(surfer.get(path("one", sub)).body())
                .contains("REVOKED", "has revoked the grant", "deleted for good by the first run from")
                .doesNotContain("Disconnect…");
        assertThat(audit(sub)).contains("OPERATOR operator DISCONNECTED");
    }

    @Test
    void aSlipOfTheHandErasesNothing() {
        String sub = subs.get(4);
        surfer.get(path("erase", sub));
        for (String typed : new String[] {"", subs.get(5), sub.toUpperCase(Locale.ROOT) + "x"}) {
            HttpResponse<String> answer = surfer.post("/users/erase", Map.of("sub", sub, "typed", typed));
            assertThat(location(answer)).isEqualTo(path("erase", sub));
            assertThat(surfer.get(path("erase", sub)).body()).contains("Nothing was erased");
        }
        assertThat(rows(sub)).isPositive();
        assertThat(audit(sub)).noneMatch(entry -> entry.endsWith("ERASED"));
    }

    @Test
    void whoIsErasedIsGoneFromEverywhere() {
        String sub = subs.get(5);
        assertThat(surfer.get(path("erase", sub)).body()).contains("Erase this user for good?", "cannot be undone");

        HttpResponse<String> answer = surfer.post("/users/erase", Map.of("sub", sub, "typed", sub));

        assertThat(location(answer)).isEqualTo("/users/erased");
        assertThat(surfer.get("/users/erased").body())
                .contains("Erased: ", "user_fingerprint", Fingerprint.longOf(sub))
                .doesNotContain(sub);
        assertThat(location(surfer.get("/users/erased"))).as("once").isEqualTo("/users");
        assertThat(rows(sub)).isZero();
        assertThat(surfer.get(path("one", sub)).statusCode()).isEqualTo(404);
        assertThat(audit(sub)).contains("OPERATOR operator ERASED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "pause", "resume", "disconnect", "erase"})
    void aReaderAndAForgedFormAreRefused(String action) {
        String sub = subs.get(4);
        Map<String, String> fields = Map.of("sub", sub, "typed", sub);
        long entries =
                jdbc.sql("SELECT COUNT(*) FROM ops.audit").query(Long.class).single();
        assertThat(surfer.postWithoutToken("/users/" + action, fields).statusCode())
                .isEqualTo(403);

        assertThat(reader.get(path("one", sub)).body()).contains(sub).doesNotContain("Sync now", ">Pause<", "Erase…");
        assertThat(reader.get(path("erase", sub)).body()).contains("Sign in as operator");
        HttpResponse<String> answer = reader.post("/users/" + action, fields);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("You may look, but not act");
        assertThat(jdbc.sql("SELECT COUNT(*) FROM ops.audit").query(Long.class).single())
                .isEqualTo(entries);
    }

    @Test
    void onePageBeginsWhereTheOtherEnds() {
        UserBook book = new UserBook(jdbc, rig.get(GrantDesk.class).clientId(), Clock.systemUTC());
        List<UserBook.Line> first = book.page("", "", "", 2);
        List<UserBook.Line> second = book.page("", "", first.get(1).sub(), 2);
        assertThat(second.get(0).sub()).isGreaterThan(first.get(1).sub());
        assertThat(book.page("", "", subs.get(subs.size() - 1), 2)).isEmpty();
    }

    private HttpResponse<String> act(String action, String sub) {
        surfer.get(path("erase", sub));
        return surfer.post("/users/" + action, Map.of("sub", sub));
    }

    private static String path(String page, String sub) {
        return "/users/" + page + "?sub=" + URLEncoder.encode(sub, StandardCharsets.UTF_8);
    }

    private static List<String> audit(String sub) {
        return jdbc.sql("SELECT actor_kind || ' ' || actor || ' ' || event FROM ops.audit WHERE user_fingerprint = ?")
                .param(Fingerprint.longOf(sub))
                .query(String.class)
                .list();
    }

    private static long rows(String sub) {
        return jdbc.sql("SELECT (SELECT COUNT(*) FROM qf.bookmark WHERE sub = :sub)"
                        + " + (SELECT COUNT(*) FROM qf.app_user WHERE sub = :sub)"
                        + " + (SELECT COUNT(*) FROM ops.dataset_state WHERE sub = :sub)"
                        + " + (SELECT COUNT(*) FROM ops.grant_status WHERE sub = :sub)")
                .param("sub", sub)
                .query(Long.class)
                .single();
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("").replaceFirst("^http://[^/]+", "");
    }
}
