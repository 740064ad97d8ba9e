package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.Verdict;
import org.qfsync.job.HeldLosses;
import org.qfsync.job.Run;
import org.qfsync.job.RunRequest;
import org.qfsync.job.RunResult;
import org.qfsync.job.RunResult.End;
import org.qfsync.job.Runs;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Quirk;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.store.ForeignDatabaseException;
import org.qfsync.store.Hold;
import org.qfsync.store.Holds;
import org.qfsync.testing.Scenario;
import org.qfsync.testing.SettableClock;
import org.qfsync.token.Actor;
import org.qfsync.token.GrantState;
import tools.jackson.databind.node.ObjectNode;

/** What a night does, on whichever database: a whole program against the strict sandbox, with real HTTP and tokens. */
abstract class NightContract {

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();

    /** Its clock is the program's; that its answers are dated so, too, is seen to by {@link #passDays}. */
    private final SandboxOptions twelveUsers =
            SandboxOptions.defaults().withUsers(12).withClock(clock).withServerTimeSkew(Duration.ofMillis(1));

    private Sandbox sandbox = Sandbox.start(twelveUsers);
    private Map<String, String> settings = Map.of();

    /** A new, empty database. */
    abstract DatabaseProperties database(Path folder);

    @BeforeEach
    void configure() {
        settings = NightBench.settings(sandbox, database(folder), folder.resolve("home"));
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    private NightBench program() {
        return program(Map.of());
    }

    private NightBench program(Map<String, String> changed) {
        return NightBench.start(sandbox, settings, changed, clock);
    }

    private void restartSandbox(SandboxOptions options) {
        sandbox.close();
        sandbox = Sandbox.start(options);
        Map<String, String> moved = new HashMap<>(settings);
        moved.put("QF_AUTH_BASE_URL", sandbox.baseUrl().toString());
        moved.put("QF_API_BASE_URL", sandbox.baseUrl().toString());
        settings = moved;
    }

    private void passDays(int days) {
        clock.advance(Duration.ofDays(days));
        sandbox.serverTimeSkew(clock.offset());
    }

    private String sub(int index) {
        try (var subs = sandbox.subs()) {
            return subs.skip(index).findFirst().orElseThrow();
        }
    }

    @Test
    void theFirstNightCopiesAllContentAndAllThatEachUserConsentedTo() {
        try (NightBench program = program().consented()) {
            assertThat(program.run().end()).isEqualTo(End.COMPLETED);

            assertThat(program.count("qf.chapter WHERE deleted_at IS NULL")).isEqualTo(114);
            assertThat(program.count("qf.verse WHERE deleted_at IS NULL")).isEqualTo(6_236);
            assertThat(program.consentedSubs())
                    .hasSize(11)
                    .allSatisfy(user -> assertThat(program.rowsOf(user)).isEqualTo(program.truthOf(user)));
            assertThat(sandbox.stats().refreshTokenReuses()).isZero();
        }
    }

    @Test
    void aRevokedUserIsReportedWithWhatToDoAndDoesNotSpoilTheVerdict() {
        try (NightBench program = program().consented()) {
            assertThat(program.run().end()).isEqualTo(End.COMPLETED);

            String revoked = sub(6);
            assertThat(program.vault().find(revoked).orElseThrow().state()).isEqualTo(GrantState.REAUTH_REQUIRED);
            Map<String, Object> row = program.jdbc()
                    .sql("SELECT state, error_class, http_status, hint FROM ops.user_run WHERE sub = ?")
                    .param(revoked)
                    .query()
                    .singleRow();
            assertThat(row)
                    .containsEntry("state", "SKIPPED")
                    .containsEntry("error_class", "invalid_grant")
                    .containsEntry("http_status", 400);
            assertThat(String.valueOf(row.get("hint"))).contains("consent again");
        }
    }

    @Test
    void aMissingScopeSkipsItsDatasetWithAHintAndNothingElse() {
        try (NightBench program = program().consented()) {
            program.run();

            String user = sub(5);
            assertThat(program.rowsOf(user)).isEqualTo(program.truthOf(user));
            assertThat(program.jdbc()
                            .sql("SELECT hint FROM ops.dataset_state WHERE sub = ? AND outcome = 'SKIPPED'")
                            .param(user)
                            .query(String.class)
                            .list())
                    .singleElement()
                    .asString()
                    .contains("bookmark.read");
        }
    }

    @Test
    @Scenario(5)
    void aScopeThatARefreshLostIsStoredAndWhatItCoveredIsSkippedWithAHint() {
        try (NightBench program = program().consented()) {
            String user = sub(1);
            Set<String> before = program.vault().find(user).orElseThrow().scopes();
            sandbox.addFault(FaultRule.parse("token:narrower=1,times=1,sub=" + user));

            assertThat(program.run().end()).isEqualTo(End.COMPLETED);

            Set<String> lost = new TreeSet<>(before);
            lost.removeAll(program.vault().find(user).orElseThrow().scopes());
            assertThat(lost).hasSize(1);
            String covers = lost.iterator().next().replaceFirst("\\..*", "");
            assertThat(program.jdbc()
                            .sql("SELECT hint FROM ops.dataset_state WHERE sub = ? AND outcome = 'SKIPPED'")
                            .param(user)
                            .query(String.class)
                            .list())
                    .isNotEmpty()
                    .allSatisfy(hint -> assertThat(hint).contains("consent to the scope " + covers));
        }
    }

    @Test
    void aCompleteNightHasNothingToDoUnlessAskedForAnotherPass() {
        try (NightBench program = program().consented()) {
            program.run();
            long requests = sandbox.stats().requests();

            assertThat(program.run().end()).isEqualTo(End.NOTHING_TO_DO);
            assertThat(sandbox.stats().requests()).isEqualTo(requests);

            RunResult again = program.get(Runs.class).run(new RunRequest(Optional.empty(), true, "a test"));
            assertThat(again.end()).isEqualTo(End.COMPLETED);
            assertThat(again.run().map(Run::pass)).contains(2);
            assertThat(program.count(
                            "ops.run_dataset WHERE run_id = 2 AND (inserted > 0 OR updated > 0 OR removed > 0)"))
                    .isZero();
            assertThat(program.count("qf.bookmark WHERE run_id <> 1")).isZero();
        }
    }

    @Test
    void aLossThatIsTooMuchAtOnceIsHeldAndOnlyWhoHoldsTheLeaseSettlesIt() {
        try (NightBench program = program().consented()) {
            program.run();
            String user = sub(1);
            program.jdbc().sql("""
                            INSERT INTO qf.bookmark (sub, id, type, mushaf_id, first_seen_at, changed_at, run_id, content_hash)
                            SELECT ?, CAST(verse_id AS VARCHAR), 'ayah', 4, first_seen_at, changed_at, 1, content_hash
                            FROM qf.verse WHERE verse_id <= 1500
                            """).param(user).update();

            RunResult again = program.get(Runs.class).run(new RunRequest(Optional.empty(), true, "a test"));

            assertThat(again.end()).isEqualTo(End.COMPLETED);
            assertThat(program.count("qf.bookmark WHERE deleted_at IS NOT NULL"))
                    .isZero();
            assertThat(program.count("ops.run_dataset WHERE run_id = 2 AND held = 1500 AND removed = 0"))
                    .isEqualTo(1);
            HeldLosses held = program.get(HeldLosses.class);
            List<Hold> open = program.get(Holds.class).open();
            Leases.take(program, ProcessHandle.current().pid(), Leases.thisProcess(), 60);
            assertThat(held.accept(open, Actor.operator()).busy())
                    .hasValueSatisfying(busy -> assertThat(busy).contains("Another run is alive", "nothing was done"));
            assertThat(program.get(Holds.class).open()).isEqualTo(open);
            program.jdbc()
                    .sql("UPDATE ops.run_lease SET owner = NULL, lease_until = NULL")
                    .update();

            assertThat(held.accept(open, Actor.operator()).settled())
                    .containsExactly(open.get(0).id());
            // What an operator saw before that: neither of them may undo it, nor be told of as done.
            assertThat(held.reject(open, Actor.operator()).settled()).isEmpty();
            assertThat(held.accept(open, Actor.operator()).settled()).isEmpty();
            assertThat(program.get(Holds.class).all())
                    .allSatisfy(hold -> assertThat(hold.decision()).contains(Hold.Decision.ACCEPTED));
            assertThat(program.count("ops.audit WHERE event IN ('LOSS_ACCEPTED', 'LOSS_REJECTED')"))
                    .isEqualTo(1);
            assertThat(program.rowsOf(user)).isEqualTo(program.truthOf(user));
            assertThat(program.count("ops.change_event WHERE kind = 'DELETE' AND sub = '" + user + "'"))
                    .isEqualTo(1_500);
        }
    }

    @Test
    @Tag("deep")
    void aCollectionThatIsListedAndNotFoundLosesNothingAndIsAskedForAgain() {
        try (NightBench program = program().consented()) {
            String user = program.consentedSubs().stream()
                    .filter(each -> !program.truthOf(each)
                            .getOrDefault("collections", List.of())
                            .isEmpty())
                    .findFirst()
                    .orElseThrow();
            sandbox.addFault(FaultRule.parse("user/collection:404=1,times=1,sub=" + user));
            assertThat(program.run().end()).isEqualTo(End.PARTIAL);
            assertThat(program.count("ops.user_run WHERE state = 'FAILED' AND error_class = 'collection_vanished'"))
                    .isEqualTo(1);

            sandbox.clearFaults();
            assertThat(program.run().end()).isEqualTo(End.COMPLETED);
            assertThat(program.rowsOf(user)).isEqualTo(program.truthOf(user));
        }
    }

    @Test
    void anUnchangedUserCostsTheProtocolsMinimumOfRequests() {
        try (NightBench program = program().consented()) {
            program.run();
            sandbox.resetStats();
            program.get(Runs.class).run(new RunRequest(Optional.empty(), true, "a test"));

            // One listing of collections, one page for each of the four bookmark types, which tell that neither the
            // Favorites nor any collection need be listed, one page each of notes, reading sessions, activity days and
            // streaks, three kinds of plans, the preferences; the access token of the first pass is still good.
            assertThat(sandbox.stats().requestsBySub()).containsEntry(sub(0), 13L);
            assertThat(program.jdbc()
                            .sql("SELECT requests FROM ops.user_run WHERE run_id = 2 AND sub = ?")
                            .param(sub(0))
                            .query(Long.class)
                            .single())
                    .isEqualTo(13);
        }
    }

    @Test
    void onPreliveAnUnchangedUserCostsOneRequestAndAChangedOneEndsInTheSameRows() {
        restartSandbox(twelveUsers.withPrelive());
        try (NightBench program = program(
                        Map.of("QF_ENV", "prelive", "QFSYNC_TOKEN_DEADLINE", "20s", "QFSYNC_TOKEN_LEASE", "60s"))
                .consented()) {
            program.run();
            sandbox.resetStats();
            program.get(Runs.class).run(new RunRequest(Optional.empty(), true, "a test"));
            // One for all that the feed tells of; streaks, plans, preferences and activity days are apart.
            assertThat(sandbox.stats().requestsBySub()).containsEntry(sub(0), 7L);

            for (int night = 0; night < 3; night++) {
                sandbox.advance();
                passDays(1);
                assertThat(program.run().end()).isEqualTo(End.COMPLETED);
                assertThat(program.consentedSubs()).allSatisfy(user -> {
                    assertThat(program.rowsOf(user)).isEqualTo(program.truthOf(user));
                    assertThat(notesAndSessions(program, user)).isEqualTo(trueNotesAndSessions(user));
                });
            }
        }
    }

    private static Set<String> notesAndSessions(NightBench program, String user) {
        return new TreeSet<>(program.jdbc()
                .sql("SELECT id || ' ' || body FROM qf.note WHERE sub = ? AND deleted_at IS NULL UNION ALL"
                        + " SELECT id || ' ' || chapter_number || ':' || verse_number FROM qf.reading_session"
                        + " WHERE sub = ? AND deleted_at IS NULL")
                .params(user, user)
                .query(String.class)
                .list());
    }

    private Set<String> trueNotesAndSessions(String user) {
        Set<String> lines = new TreeSet<>();
        Map<String, List<ObjectNode>> truth = sandbox.truth().user(user).datasets();
        truth.getOrDefault("notes", List.of())
                .forEach(note -> lines.add(
                        note.path("id").stringValue() + " " + note.path("body").stringValue()));
        truth.getOrDefault("reading_sessions", List.of())
                .forEach(session -> lines.add(session.path("id").stringValue() + " "
                        + session.path("chapterNumber").intValue() + ":"
                        + session.path("verseNumber").intValue()));
        return lines;
    }

    @Test
    void theNextNightFollowsWhatChangedAndRemovesWhatIsProvedGone() {
        try (NightBench program = program().consented()) {
            program.run();
            sandbox.advance();
            passDays(1);

            RunResult second = program.run();

            assertThat(second.end()).isEqualTo(End.COMPLETED);
            assertThat(second.run().map(Run::pass)).contains(1);
            assertThat(program.consentedSubs())
                    .hasSize(10)
                    .allSatisfy(user -> assertThat(program.rowsOf(user)).isEqualTo(program.truthOf(user)));
            assertThat(program.count("qf.collection WHERE deleted_at IS NOT NULL"))
                    .isEqualTo(1);
            assertThat(sandbox.stats().refreshTokenReuses()).isZero();
        }
    }

    @Test
    void aFailedUserMakesTheNightPartialAndTheNextRunTakesUpThatUserAlone() {
        try (NightBench program = program().consented()) {
            sandbox.addFault(FaultRule.parse("user/bookmarks:422=1,sub=" + sub(3)));

            assertThat(program.run().end()).isEqualTo(End.PARTIAL);
            assertThat(program.jdbc()
                            .sql(
                                    "SELECT sub || ' ' || dataset || ' ' || http_status FROM ops.user_run WHERE state = 'FAILED'")
                            .query(String.class)
                            .list())
                    .containsExactly(sub(3) + " bookmarks 422");
            assertThat(program.rowsOf(sub(3)).get("items"))
                    .as("the datasets that did not fail are stored")
                    .isEqualTo(program.truthOf(sub(3)).get("items"));

            sandbox.clearFaults();
            sandbox.resetStats();
            RunResult second = program.run();

            assertThat(second.end()).isEqualTo(End.COMPLETED);
            assertThat(second.run().map(Run::pass)).contains(2);
            assertThat(sandbox.stats().requestsBySub()).containsOnlyKeys(sub(3));
            assertThat(sandbox.stats().route("content/verses")).isZero();
            assertThat(program.rowsOf(sub(3))).isEqualTo(program.truthOf(sub(3)));
        }
    }

    @Test
    void passingFaultsAreRetriedAndLeaveNoTrace() {
        sandbox.addFault(FaultRule.parse("user/*:503=1,retry-after=0,times=4"));
        sandbox.addFault(FaultRule.parse("content/verses:429=1,retry-after=0,times=2"));
        sandbox.addFault(FaultRule.parse("content/verses:cut=1,times=1"));
        try (NightBench program = program().consented()) {
            assertThat(program.run().end()).isEqualTo(End.COMPLETED);
            assertThat(program.consentedSubs())
                    .allSatisfy(user -> assertThat(program.rowsOf(user)).isEqualTo(program.truthOf(user)));
        }
    }

    @Test
    void anAnswerCutShortNeverRemovesAnything() {
        try (NightBench program = program().consented()) {
            program.run();
            Map<String, List<String>> before = program.rowsOf(sub(1));
            sandbox.addFault(FaultRule.parse("user/bookmarks:html=1,sub=" + sub(1)));
            passDays(1);

            assertThat(program.run().end()).isEqualTo(End.PARTIAL);
            assertThat(program.rowsOf(sub(1))).isEqualTo(before);
        }
    }

    @Test
    @Tag("deep")
    void aWrongClientSecretFailsTheRunChangesNoGrantAndTheSamePassGoesOnOnceItIsRight() {
        try (NightBench program = program().consented()) {
            assertThat(program.vault().list()).hasSize(12);
        }
        try (NightBench program = program(Map.of("QF_CLIENT_SECRET", "not the secret"))) {
            RunResult failed = program.run();

            assertThat(failed.end()).isEqualTo(End.FAILED);
            assertThat(failed.message()).contains("invalid_client").contains("QF_CLIENT_SECRET");
            assertThat(program.vault().list())
                    .allSatisfy(grant -> assertThat(grant.state()).isEqualTo(GrantState.ACTIVE));
        }
        try (NightBench program = program()) {
            RunResult resumed = program.run();

            assertThat(resumed.end()).isEqualTo(End.COMPLETED);
            assertThat(resumed.run().map(Run::pass)).contains(1);
            assertThat(resumed.run().map(Run::attempts)).contains(2);
        }
    }

    @Test
    void aFailedContentBranchFailsTheRunAfterTheUsersAreDoneAndOnlyContentIsRepeated() {
        try (NightBench program = program().consented()) {
            sandbox.addFault(FaultRule.parse("content/verses:404=1"));

            RunResult failed = program.run();
            assertThat(failed.end()).isEqualTo(End.FAILED);
            assertThat(program.count("ops.user_run WHERE state = 'PENDING'")).isZero();
            assertThat(program.count("qf.chapter")).isEqualTo(114);
            assertThat(program.count("ops.dataset_state WHERE dataset = 'verses' AND outcome = 'FAILED'"))
                    .isEqualTo(1);

            sandbox.clearFaults();
            sandbox.resetStats();
            assertThat(program.run().end()).isEqualTo(End.COMPLETED);
            assertThat(program.count("qf.verse")).isEqualTo(6_236);
            assertThat(sandbox.stats().requestsBySub()).isEmpty();
            assertThat(sandbox.stats().route("content/chapters")).isZero();
        }
    }

    @Test
    @Tag("deep")
    void aServiceThatIsDownStopsTheStepInsteadOfFailingEveryUser() {
        restartSandbox(twelveUsers.withUsers(40));
        try (NightBench program = program().consented()) {
            sandbox.addFault(FaultRule.parse("user/*:503=1,retry-after=0"));

            RunResult failed = program.run();
            assertThat(failed.end()).isEqualTo(End.FAILED);
            assertThat(failed.message()).contains("in a row");
            assertThat(program.count("ops.user_run WHERE state = 'PENDING'")).isPositive();

            sandbox.clearFaults();
            RunResult resumed = program.run();
            assertThat(resumed.end())
                    .as("those that failed before the step stopped")
                    .isEqualTo(End.PARTIAL);
            assertThat(program.run().end()).isEqualTo(End.COMPLETED);
        }
    }

    @Test
    void aStoppedRunResumesAfterTheLastCommittedUser() {
        restartSandbox(twelveUsers.withUsers(40).withLatency(Duration.ofMillis(20)));
        try (NightBench program = program().consented()) {
            Runs runs = program.get(Runs.class);
            CompletableFuture<RunResult> running = CompletableFuture.supplyAsync(program::run);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> program.count("ops.user_run WHERE state = 'DONE'") >= 3);
            runs.requestStop();

            assertThat(running.join().end()).isEqualTo(End.STOPPED);
            long done = program.count("ops.user_run WHERE state <> 'PENDING'");
            assertThat(done).isBetween(3L, 39L);
        }
        sandbox.resetStats();
        try (NightBench program = program()) {
            RunResult resumed = program.run();

            assertThat(resumed.end()).as(resumed.message()).isEqualTo(End.COMPLETED);
            assertThat(resumed.run().map(Run::attempts)).contains(2);
            assertThat(program.count("ops.user_run WHERE state <> 'DONE' AND error_class <> 'invalid_grant'"))
                    .isZero();
            assertThat(program.consentedSubs())
                    .allSatisfy(user -> assertThat(program.rowsOf(user)).isEqualTo(program.truthOf(user)));
            assertThat(sandbox.stats().refreshTokenReuses()).isZero();
        }
    }

    @Test
    void aLostTokenResponseIsFoundOutInTheSameRunAndThatUserAloneMustConsentAgain() {
        try (NightBench program = program().consented()) {
            sandbox.addFault(FaultRule.parse("token:lost=1,times=1,sub=" + sub(2)));

            assertThat(program.run().end()).isEqualTo(End.COMPLETED);

            assertThat(program.vault().find(sub(2)).orElseThrow().state()).isEqualTo(GrantState.REAUTH_REQUIRED);
            assertThat(program.vault().list().stream().filter(grant -> grant.state() == GrantState.REAUTH_REQUIRED))
                    .hasSize(2);
            assertThat(sandbox.stats().refreshTokenReuses())
                    .as("introspection tells, no spent token is presented")
                    .isZero();
        }
    }

    @Test
    @Tag("deep")
    void aLostTokenResponseHealsWithinTheServersGraceByOneReplay() {
        restartSandbox(twelveUsers.withQuirks(Quirk.INTROSPECTION_BLOCKED));
        sandbox.graceFor(Duration.ofMinutes(5));
        try (NightBench program = program().consented()) {
            sandbox.addFault(FaultRule.parse("token:lost=1,times=1,sub=" + sub(2)));

            assertThat(program.run().end()).isEqualTo(End.COMPLETED);

            assertThat(program.vault().find(sub(2)).orElseThrow().state()).isEqualTo(GrantState.ACTIVE);
            assertThat(program.rowsOf(sub(2))).isEqualTo(program.truthOf(sub(2)));
        }
    }

    @Test
    void anExpiredAccessTokenIsRenewedOnceInTheMiddleOfAUser() {
        try (NightBench program = program().consented()) {
            program.run();
            sandbox.expireAccessTokens();
            sandbox.resetStats();

            RunResult again = program.get(Runs.class).run(new RunRequest(Optional.empty(), true, "a test"));

            assertThat(again.end()).isEqualTo(End.COMPLETED);
            assertThat(sandbox.stats().refreshesBySub().values()).allMatch(refreshes -> refreshes == 1);
            assertThat(sandbox.stats().refreshTokenReuses()).isZero();
        }
    }

    @Test
    @Tag("deep")
    void anUnknownNightIsRefusedAndAnEarlierOneCanBeResumed() {
        LocalDate first = LocalDate.ofInstant(Instant.now(), java.time.ZoneOffset.UTC);
        try (NightBench program = program().consented()) {
            sandbox.addFault(FaultRule.parse("user/bookmarks:422=1,sub=" + sub(3)));
            RunResult partial = program.run();
            LocalDate night = partial.run().orElseThrow().night();
            sandbox.clearFaults();
            passDays(3);

            assertThat(program.get(Runs.class)
                            .run(new RunRequest(Optional.of(first.minusDays(40)), false, "a test"))
                            .end())
                    .isEqualTo(End.UNKNOWN_NIGHT);
            RunResult resumed = program.get(Runs.class).run(new RunRequest(Optional.of(night), false, "a test"));
            assertThat(resumed.end()).isEqualTo(End.COMPLETED);
            assertThat(resumed.run().map(Run::night)).contains(night);
            assertThat(resumed.run().map(Run::pass)).contains(2);
        }
    }

    @Test
    void aLiveRunKeepsAnotherOneOutAndADeadOneDoesNot() {
        try (NightBench program = program().consented()) {
            takeLease(program, ProcessHandle.current().pid(), "other-host/1", 60);
            assertThat(program.run().end()).isEqualTo(End.LEASE_TAKEN);
            assertThat(sandbox.stats().requests()).isZero();

            takeLease(program, ProcessHandle.current().pid(), "other-host/1", -1);
            assertThat(program.run().end()).isEqualTo(End.COMPLETED);
        }
    }

    /** Another process holds the lease, as far as the database knows. */
    abstract void takeLease(NightBench program, long pid, String host, int seconds);

    @Test
    @Tag("deep")
    void aRunThatLostItsLeaseWritesNothingMore() {
        restartSandbox(twelveUsers.withUsers(30).withLatency(Duration.ofMillis(20)));
        try (NightBench program = program().consented()) {
            CompletableFuture<RunResult> running = CompletableFuture.supplyAsync(program::run);
            Awaitility.await().until(() -> program.count("ops.user_run WHERE state = 'DONE'") >= 3);
            program.jdbc().sql("UPDATE ops.run_lease SET epoch = epoch + 1").update();
            long stamped = program.count("ops.user_run WHERE state = 'DONE'");

            RunResult lost = running.join();
            assertThat(lost.end()).isEqualTo(End.LEASE_LOST);
            assertThat(lost.message()).contains("was taken over by another process");
            // Whatever had passed the fence before the epoch changed may still have been committing.
            assertThat(program.count("ops.user_run WHERE state = 'DONE'")).isLessThanOrEqualTo(stamped + 8);
        }
    }

    @Test
    @Tag("deep")
    void aDatabaseOfAnotherIssuerIsRefused() {
        try (NightBench program = program().consented()) {
            program.run();
        }
        restartSandbox(twelveUsers.withUsers(3).withSeed(7));
        try (NightBench program = program()) {
            passDays(1);
            assertThatExceptionOfType(ForeignDatabaseException.class)
                    .isThrownBy(program::run)
                    .withMessageContaining("seed");
            assertThat(program.count("ops.run WHERE verdict = '" + Verdict.FAILED + "'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aPublicClientSyncsItsUsersAndSkipsTheContentItMayNotRead() {
        Map<String, String> publicClient = new HashMap<>(settings);
        publicClient.remove("QF_CLIENT_SECRET");
        settings = publicClient;
        try (NightBench program =
                program(Map.of("QF_CLIENT_ID", sandbox.publicClientId(), "QF_CLIENT_TYPE", "public"))) {
            try (var lines = sandbox.publicConsentLines()) {
                lines.forEach(program::consent);
            }

            assertThat(program.run().end()).isEqualTo(End.COMPLETED);
            assertThat(program.rowsOf(sub(3))).isEqualTo(program.truthOf(sub(3)));
            assertThat(program.count("ops.run_dataset WHERE skipped = 1 AND dataset IN ('chapters', 'pages')"))
                    .isEqualTo(2);
        }
    }

    @Test
    @Scenario(20)
    void oneDatabaseConnectionIsEnoughForAllWorkersBecauseNoneIsHeldAcrossHttp() {
        try (NightBench program = program(Map.of("QFSYNC_DB_POOL_SIZE", "1")).consented()) {
            assertThat(program.run().end()).isEqualTo(End.COMPLETED);
        }
    }

    @Test
    void aClockThatIsFarOffKeepsTheRunFromStarting() {
        clock.advance(Duration.ofMinutes(6));
        try (NightBench program = program().consented()) {
            RunResult failed = program.run();

            assertThat(failed.end()).isEqualTo(End.FAILED);
            assertThat(failed.message()).contains("clock");
            assertThat(sandbox.stats().tokenRequests()).isZero();
        }
    }
}
