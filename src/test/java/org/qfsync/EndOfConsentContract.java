package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.consent.Erasure;
import org.qfsync.consent.ErasureReceipt;
import org.qfsync.consent.UserExport;
import org.qfsync.consent.Withdrawals;
import org.qfsync.consent.Withdrawals.Withdrawn;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.Home;
import org.qfsync.domain.Secret;
import org.qfsync.http.Json;
import org.qfsync.job.RunRequest;
import org.qfsync.job.RunResult;
import org.qfsync.job.RunResult.End;
import org.qfsync.job.Runs;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.store.Database;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.store.KeptAnswers;
import org.qfsync.store.ReaderAccount;
import org.qfsync.store.ReaderProperties;
import org.qfsync.store.Stamp;
import org.qfsync.store.SyncedUsers;
import org.qfsync.testing.Scenario;
import org.qfsync.testing.SettableClock;
import org.qfsync.token.Actor;
import org.qfsync.token.AuditEntry;
import org.qfsync.token.AuditEvent;
import org.qfsync.token.Grant;
import org.qfsync.token.GrantState;
import org.qfsync.token.Tokens;
import tools.jackson.databind.JsonNode;

/** Withdrawing, exporting and erasing, after a night and during one: nothing of the user is left, nobody else is touched. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EndOfConsentContract {
    private static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "amina");
    private static final String CANARY = "ory_rt_canary-5c0e";

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(5));
    private final List<String> subs = sandbox.subs().toList();
    private NightBench program;
    private EveryTable tables;

    abstract DatabaseProperties database(Path folder);

    @BeforeAll
    void oneNight(@TempDir Path folder) {
        program = NightBench.start(
                sandbox,
                NightBench.settings(sandbox, database(folder), folder.resolve("home")),
                Map.of(),
                new SettableClock());
        program.consented();
        assertThat(program.run().end()).isEqualTo(End.COMPLETED);
        tables = new EveryTable(program.jdbc());
    }

    @AfterAll
    void close() {
        program.close();
        sandbox.close();
    }

    @Test
    void anErasureLeavesNothingOfTheUserInAnyTableAndTouchesNobodyElse() {
        String sub = "sub-to-erase-7d1f";
        fill(sub);
        fill("neighbour");
        Map<String, String> neighbour = tables.rowsOf("neighbour");
        assertThat(tables.withUsers())
                .contains("qf.bookmark", "ops.user_run", "ops.user_grant")
                .allSatisfy(
                        table -> assertThat(tables.count(table, sub)).as(table).isEqualTo(1));

        ErasureReceipt receipt = program.get(Erasure.class).erase(sub, OPERATOR);

        assertThat(tables.holding(sub)).as("tables in which the sub occurs").isEmpty();
        assertThat(tables.rowsOf("neighbour")).isEqualTo(neighbour);
        assertThat(receipt.hadGrant()).isTrue();
        assertThat(receipt.upstream()).isEqualTo("revoked");
        assertThat(receipt.rowsDeleted().keySet())
                .isEqualTo(tables.withUsers().stream()
                        .filter(table -> !table.equals("ops.user_grant"))
                        .collect(java.util.stream.Collectors.toSet()));
        assertThat(receipt.rowsDeleted().values()).containsOnly(1L);
        JsonNode json = Json.mapper().readTree(receipt.toJson());
        assertThat(json.path("user_fingerprint").stringValue()).isEqualTo(Fingerprint.longOf(sub));
        assertThat(json.path("rows_deleted").path("qf.bookmark").asInt()).isEqualTo(1);
        assertThat(receipt.toJson()).doesNotContain(sub, CANARY);
        assertThat(events(sub)).endsWith(AuditEvent.DISCONNECTED, AuditEvent.REVOKED, AuditEvent.ERASED);
    }

    /** What is kept ready for analysts is counted again by who withdrew or erased, beside the other work. */
    @Test
    void noPseudonymOfWhoLeftStaysInWhatIsKeptForAnalysts() {
        reads("withdraws");
        reads("is-erased");
        List<String> keys = List.of(pseudonym("withdraws"), pseudonym("is-erased"));
        KeptAnswers answers = new KeptAnswers(program.get(Database.class));
        Set<String> kept =
                answers.refresh() ? Set.of("mart.user_key", "mart.last_activity_kept") : Set.of("mart.user_key");
        assertThat(keys).allSatisfy(key -> assertThat(tables.holding(key)).containsExactlyInAnyOrderElementsOf(kept));

        program.get(Withdrawals.class).withdraw("withdraws", OPERATOR);
        Awaitility.await()
                .untilAsserted(() -> assertThat(tables.holding(keys.get(0))).containsExactly("mart.user_key"));
        program.get(Erasure.class).erase("is-erased", OPERATOR);
        Awaitility.await()
                .untilAsserted(() -> assertThat(tables.holding(keys.get(1))).isEmpty());

        program.get(Erasure.class).erase("withdraws", OPERATOR);
        answers.putAside();
    }

    @Test
    void whatIsLeftOfAUserWithoutAGrantIsErasedAndOfNobodyThereIsNothing() {
        tables.fill("rows-alone");

        ErasureReceipt receipt = program.get(Erasure.class).erase("rows-alone", OPERATOR);

        assertThat(receipt.hadGrant()).isFalse();
        assertThat(receipt.rows()).isPositive();
        assertThat(tables.holding("rows-alone")).isEmpty();
        assertThat(events("rows-alone")).containsExactly(AuditEvent.ERASED);

        assertThat(program.get(Erasure.class).erase("nobody", OPERATOR).rows()).isZero();
        assertThat(events("nobody")).isEmpty();
    }

    @Test
    @Scenario(46)
    void anErasureIsCompleteThoughTheAuthorizationServerDoesNotAnswerIt() {
        fill("unheard");
        sandbox.addFault(FaultRule.parse("revoke:503=1,retry-after=0"));
        try {
            ErasureReceipt receipt = program.get(Erasure.class).erase("unheard", OPERATOR);

            assertThat(receipt.upstream()).startsWith("HTTP 503");
            assertThat(tables.holding("unheard")).isEmpty();
        } finally {
            sandbox.clearFaults();
        }
    }

    @Test
    void anExportHoldsEveryRowOfTheUserNoTokenAndNothingOfAnybodyElse() {
        fill("exported");
        String real = subs.get(2);

        JsonNode filled = export("exported");
        JsonNode synced = export(real);

        for (String table : tables.withUsers()) {
            if (!table.equals("ops.user_grant")) {
                assertThat(filled.path("tables").path(table).size()).as(table).isEqualTo(1);
                assertThat(synced.path("tables").path(table).size()).as(table).isEqualTo((int)
                        tables.count(table, real));
            }
        }
        assertThat(synced.path("tables")
                        .path("qf.collection")
                        .get(0)
                        .path("sub")
                        .stringValue())
                .isEqualTo(real);
        assertThat(synced.path("grant").path("state").stringValue()).isEqualTo("ACTIVE");
        assertThat(synced.path("audit").get(0).path("event").stringValue()).isEqualTo("EXPORTED");
        assertThat(synced.toString()).doesNotContain("ory_rt_", "ory_at_", "sealed\"", subs.get(1), "exported\"");
        assertThat(filled.toString()).doesNotContain(CANARY, real);
        assertThat(events(real)).contains(AuditEvent.EXPORTED);
    }

    @Test
    void anExportThatIsCutOffIsNoWholeDocument() {
        StringWriter got = new StringWriter();
        Writer full = new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                got.write(text, from, length);
                if (got.getBuffer().length() > 5_000) {
                    throw new IOException("no space left");
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> program.get(UserExport.class).write(subs.get(1), OPERATOR, full));
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> Json.mapper().readTree(got.toString()));
    }

    @Test
    void whoWithdrawsIsOutOfTheAnalystsSightAtThatMomentAndTheirDataGoesAfterThirtyDays() throws SQLException {
        String sub = subs.get(1);
        String saves = "SELECT SUM(saves) FROM analytics.saves_by_chapter";
        Long others = program.jdbc()
                .sql("SELECT COUNT(*) FROM mart.save WHERE sub <> ?")
                .param(sub)
                .query(Long.class)
                .single();
        assertThat(asReader(saves)).doesNotContain(others.toString());

        Withdrawn withdrawn = program.get(Withdrawals.class).withdraw(sub, Actor.user());

        assertThat(withdrawn.disconnected().upstream()).isEqualTo("revoked");
        assertThat(withdrawn.eraseAt().orElseThrow())
                .isBetween(
                        Instant.now().plus(Duration.ofDays(29)), Instant.now().plus(Duration.ofDays(30)));
        assertThat(asReader(saves)).containsExactly(others.toString());
        assertThat(program.rowsOf(sub).get("bookmarks"))
                .as("until their time is over")
                .isNotEmpty();

        Withdrawn again = program.get(Withdrawals.class).withdraw(sub, Actor.user());
        assertThat(again.disconnected().alreadyGone()).isTrue();
        assertThat(again.eraseAt()).isEqualTo(withdrawn.eraseAt());
        assertThat(events(sub)).containsOnlyOnce(AuditEvent.DISCONNECTED);
    }

    @Test
    void theFirstRunAfterTheirTimeErasesTheWithdrawnWhateverElseThereIsToDo() {
        fill("sub-due-2b");
        fill("sub-later-9e");
        Tokens tokens = program.get(Tokens.class);
        tokens.lifecycle().disconnect("sub-due-2b", OPERATOR, Instant.now().minusSeconds(1));
        tokens.lifecycle().disconnect("sub-later-9e", OPERATOR, Instant.now().plusSeconds(3_600));

        assertThat(program.run().end()).isEqualTo(End.NOTHING_TO_DO);

        assertThat(tables.holding("sub-due-2b")).isEmpty();
        assertThat(tables.count("qf.bookmark", "sub-later-9e")).isEqualTo(1);
        assertThat(events("sub-due-2b")).endsWith(AuditEvent.ERASED);
    }

    @Test
    void aSyncUnderWayBringsNobodyBackWhoWithdrewOrWasErasedMeanwhile() {
        String withdrawn = subs.get(3);
        String erased = subs.get(4);
        sandbox.addFault(FaultRule.parse("user/bookmarks:slow=1,delay=1500ms,sub=" + withdrawn));
        sandbox.addFault(FaultRule.parse("user/bookmarks:slow=1,delay=1500ms,sub=" + erased));
        // Were the tokens revoked there, the fetch would fail before it comes to be written.
        sandbox.addFault(FaultRule.parse("revoke:503=1"));
        sandbox.resetStats();
        CompletableFuture<RunResult> running = CompletableFuture.supplyAsync(
                () -> program.get(Runs.class).run(new RunRequest(Optional.empty(), true, "a test")));
        Awaitility.await().until(() -> sandbox.stats().requestsBySub().keySet().containsAll(Set.of(withdrawn, erased)));

        program.get(Withdrawals.class).withdraw(withdrawn, Actor.user());
        program.get(Erasure.class).erase(erased, OPERATOR);
        assertThat(running).as("it is still fetching").isNotDone();

        assertThat(running.join().end()).isEqualTo(End.COMPLETED);
        sandbox.clearFaults();
        assertThat(tables.holding(erased)).as("tables in which the sub occurs").isEmpty();
        assertThat(program.count("qf.app_user WHERE withdrawn_at IS NOT NULL AND sub = '" + withdrawn + "'"))
                .isEqualTo(1);
        assertThat(program.jdbc()
                        .sql("SELECT state || ' ' || error_class FROM ops.user_run WHERE sub = ? ORDER BY run_id DESC")
                        .param(withdrawn)
                        .query(String.class)
                        .list())
                .first()
                .isEqualTo("SKIPPED revoked");
        assertThat(program.vault().find(withdrawn).map(Grant::state)).contains(GrantState.REVOKED);
        assertThat(program.vault().find(erased)).isEmpty();
    }

    /** A user with a grant and one row in each table. */
    private void fill(String sub) {
        program.vault().store(sub, new Secret(CANARY + sub), Set.of("bookmark"), Instant.now());
        tables.fill(sub);
    }

    /** Consents, and has read on a day. */
    private void reads(String sub) {
        program.vault().store(sub, new Secret(CANARY + sub), Set.of("bookmark"), Instant.now());
        program.get(SyncedUsers.class).synced(sub, new Stamp(1, Instant.now()));
        program.jdbc().sql("""
                        INSERT INTO qf.activity_day
                            (sub, id, type, activity_date, seconds_read, first_seen_at, changed_at, run_id, content_hash)
                        SELECT sub, 'day', 'QURAN', DATE '2026-01-20', 60, first_seen_at, first_seen_at, 1, ?
                        FROM qf.app_user WHERE sub = ?
                        """).params(new byte[] {7}, sub).update();
    }

    private String pseudonym(String sub) {
        return program.jdbc()
                .sql("SELECT user_key FROM mart.user_key WHERE sub = ?")
                .param(sub)
                .query(String.class)
                .single();
    }

    private JsonNode export(String sub) {
        StringWriter out = new StringWriter();
        program.get(UserExport.class).write(sub, OPERATOR, out);
        return Json.mapper().readTree(out.toString());
    }

    private List<AuditEvent> events(String sub) {
        return program.get(Tokens.class).audit().of(sub).stream()
                .map(AuditEntry::event)
                .toList();
    }

    private List<String> asReader(String sql) throws SQLException {
        ReaderAccount reader = ReaderAccount.open(
                program.get(Database.class), program.get(Home.class).path(), ReaderProperties.defaults());
        List<String> rows = new ArrayList<>();
        try (Connection connection = reader.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
