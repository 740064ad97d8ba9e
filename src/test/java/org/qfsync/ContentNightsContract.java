package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.Selection;
import org.qfsync.job.Run;
import org.qfsync.job.RunKind;
import org.qfsync.job.RunRequest;
import org.qfsync.job.RunResult;
import org.qfsync.job.RunResult.End;
import org.qfsync.job.Runs;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.SettableClock;

/** How content keeps fresh over nights, and what becomes of it where it cannot; on whichever database. */
abstract class ContentNightsContract {
    /** Chapters, pages of verses, lists, divisions, and what is told about each chapter. */
    private static final long REGULAR = 1 + 190 + 5 + 6 + 114;

    /** By default nothing is asked about chapters, which would be a third of all requests. */
    private static final Map<String, String> WITH_INFO = Map.of("QFSYNC_CONTENT_LANGUAGES", "en");

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();
    private final Sandbox sandbox = Sandbox.start(
            SandboxOptions.defaults().withUsers(1).withClock(clock).withServerTimeSkew(Duration.ofMillis(1)));
    private Map<String, String> settings = Map.of();
    private NightBench program;

    /** A new, empty database. */
    abstract DatabaseProperties database(Path folder);

    @BeforeEach
    void start() {
        settings = NightBench.settings(sandbox, database(folder), folder.resolve("home"));
        program = NightBench.start(sandbox, settings, WITH_INFO, clock);
    }

    @AfterEach
    void stop() {
        program.close();
        sandbox.close();
    }

    private void passDays(int days) {
        clock.advance(Duration.ofDays(days));
        sandbox.serverTimeSkew(clock.offset());
    }

    private long contentRequests() {
        return sandbox.stats().requestsByRoute().entrySet().stream()
                .filter(route -> route.getKey().startsWith("content/"))
                .filter(route -> !route.getKey().matches("content/(sync|snapshot)"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private RunResult nightWithItsRequests(long expected) {
        sandbox.resetStats();
        RunResult result = program.run();
        assertThat(contentRequests()).isEqualTo(expected);
        return result;
    }

    private List<String> states() {
        return program.jdbc()
                .sql(
                        "SELECT dataset || ' ' || outcome || ' ' || COALESCE(CAST(row_count AS VARCHAR), 'null') FROM ops.dataset_state WHERE sub = ''"
                                + " ORDER BY dataset")
                .query(String.class)
                .list();
    }

    @Test
    void contentIsFetchedOnceAndAgainOnlyWhenItIsDue() {
        assertThat(nightWithItsRequests(REGULAR).end()).isEqualTo(End.COMPLETED);
        passDays(1);
        assertThat(nightWithItsRequests(0).end()).isEqualTo(End.COMPLETED);
        passDays(2);
        assertThat(nightWithItsRequests(REGULAR).end()).isEqualTo(End.COMPLETED);
        assertThat(program.count("ops.run_dataset WHERE run_id = 3 AND dataset = 'verses' AND unchanged = 6236"))
                .isEqualTo(1);

        sandbox.resetStats();
        RunRequest full = new RunRequest(Optional.empty(), true, new Selection(Set.of(), Set.of(), true), "a test");
        assertThat(program.get(Runs.class).run(full).end()).isEqualTo(End.COMPLETED);
        assertThat(contentRequests()).isEqualTo(REGULAR);
    }

    @Test
    @Tag("deep")
    void contentThatWasVerifiedInTheFutureIsFetchedAgain() {
        program.run();
        program.jdbc()
                .sql("UPDATE ops.dataset_state SET verified_at = verified_at + INTERVAL '400' DAY WHERE sub = ''")
                .update();
        passDays(1);

        assertThat(nightWithItsRequests(REGULAR).end()).isEqualTo(End.COMPLETED);
        assertThat(program.count(
                        "ops.dataset_state WHERE sub = '' AND verified_at > CURRENT_TIMESTAMP + INTERVAL '2' DAY"))
                .isZero();
    }

    @Test
    void contentThatCouldNotBeFetchedForAWeekIsDeletedForGoodAndComesBackLater() {
        program.run();
        sandbox.addFault(FaultRule.parse("content/*:503=1,retry-after=0"));
        passDays(6);
        RunResult down = program.run();
        assertThat(down.end()).isEqualTo(End.FAILED);
        assertThat(down.message()).contains("503");
        assertThat(program.count("qf.verse WHERE deleted_at IS NULL"))
                .as("not a week yet")
                .isEqualTo(6_236);

        passDays(2);
        assertThat(program.run().end()).isEqualTo(End.FAILED);

        assertThat(program.count("qf.chapter") + program.count("qf.verse")).isZero();
        assertThat(states()).contains("chapters FAILED 0", "verses FAILED 0");
        assertThat(program.jdbc()
                        .sql("SELECT hint FROM ops.dataset_state WHERE dataset = 'verses' AND sub = ''")
                        .query(String.class)
                        .single())
                .startsWith("Deleted for good (6236 rows)");
        assertThat(program.count("ops.run_dataset WHERE dataset = 'verses' AND removed = 6236"))
                .as("said in the summary")
                .isEqualTo(1);

        sandbox.clearFaults();
        passDays(1);
        assertThat(program.run().end()).isEqualTo(End.COMPLETED);
        assertThat(program.count("qf.verse WHERE deleted_at IS NULL")).isEqualTo(6_236);
    }

    @Test
    void whatFailedOfContentIsRepeatedByTheSamePassAndNothingElse() {
        sandbox.addFault(FaultRule.parse("content/chapters:404=1"));
        assertThat(program.run().end()).isEqualTo(End.FAILED);
        assertThat(states())
                .as("the verses and what is told hang on the chapters")
                .contains("pages SYNCED 604", "verses FAILED null", "chapter_info FAILED null");

        sandbox.clearFaults();
        RunResult resumed = nightWithItsRequests(1 + 190);
        assertThat(resumed.run().map(Run::attempts)).contains(2);
        assertThat(resumed.end()).isEqualTo(End.PARTIAL);
        assertThat(nightWithItsRequests(114).end()).isEqualTo(End.COMPLETED);
    }

    @Test
    void aListThatIsRefusedOrIncompleteKeepsWhatItHasAndNoOtherFromItsOwn() {
        sandbox.addFault(FaultRule.parse("content/rukus:404=1"));
        assertThat(nightWithItsRequests(REGULAR).end()).isEqualTo(End.PARTIAL);
        assertThat(states()).contains("rukus FAILED null", "manzils SYNCED 7", "chapter_info SYNCED 114");
        assertThat(states()).anyMatch(state -> state.startsWith("content_sync SYNCED"));

        sandbox.clearFaults();
        RunResult rest = nightWithItsRequests(1);
        assertThat(rest.end()).isEqualTo(End.COMPLETED);
        assertThat(rest.run().map(Run::kind)).contains(RunKind.OPEN_REST);
        assertThat(program.count("qf.division WHERE kind = 'ruku'")).isEqualTo(558);

        sandbox.addFault(FaultRule.parse("content/languages:html=1"));
        passDays(3);
        assertThat(program.run().end()).isEqualTo(End.PARTIAL);
        assertThat(program.count("qf.language WHERE deleted_at IS NULL")).isPositive();
    }

    @Test
    void contentIsDeletedInTimeEvenIfNoRunComesThroughTheGate() {
        program.run();
        sandbox.addFault(FaultRule.parse("token:503=1,retry-after=0"));
        passDays(8);

        assertThat(program.run().end()).isEqualTo(End.FAILED);

        assertThat(program.count("qf.chapter") + program.count("qf.verse")).isZero();
        assertThat(states()).contains("chapters SKIPPED 0", "verses SKIPPED 0");
    }

    @Test
    void whatContentSyncBroughtStaysWhileTheServiceIsOutOfReachAndGoesWhenNobodyAsksForItAnyMore() {
        program.close();
        Map<String, String> three = new HashMap<>(WITH_INFO);
        three.put("QFSYNC_CONTENT_RESOURCES", "translations:20;tafsirs:169;recitations:7");
        program = NightBench.start(sandbox, settings, three, clock);
        program.run();
        // Rows and insertions count the same things, foot notes included.
        assertThat(program.count("ops.run_dataset WHERE dataset = 'content_sync' AND row_count = inserted"))
                .isEqualTo(1);
        sandbox.addFault(FaultRule.parse("content/sync:503=1,retry-after=0"));
        passDays(8);
        program.run();
        assertThat(program.count("qf.tafsir_text")).isPositive();
        assertThat(program.count("qf.foot_note")).isPositive();
        sandbox.clearFaults();

        program.close();
        Map<String, String> recitationAlone = new HashMap<>(WITH_INFO);
        recitationAlone.put("QFSYNC_CONTENT_RESOURCES", "recitations:7");
        program = NightBench.start(sandbox, settings, recitationAlone, clock);
        passDays(1);
        assertThat(program.run().end()).isEqualTo(End.COMPLETED);

        assertThat(program.count("qf.tafsir_text")
                        + program.count("qf.translation_text")
                        + program.count("qf.foot_note"))
                .isZero();
        assertThat(program.count("qf.verse_audio")).isPositive();
        assertThat(program.count("ops.run_dataset WHERE dataset = 'content_sync' AND removed > 6236"))
                .isEqualTo(1);
    }

    @Test
    @Tag("deep")
    void aDaemonThatSleptForAWeekRefreshesAndDeletesNothing() {
        program.run();
        passDays(30);

        assertThat(program.run().end()).isEqualTo(End.COMPLETED);

        assertThat(program.count("qf.verse WHERE run_id = 1")).isEqualTo(6_236);
    }

    @Test
    void theViewTellsHowFreshEachPartIs() {
        program.run();
        age("chapters", "3");
        age("verses", "8");

        assertThat(program.jdbc()
                        .sql("SELECT dataset || ' ' || age_in_days || ' ' || state || ' ' || row_count"
                                + " FROM analytics.content_freshness WHERE dataset IN ('chapters', 'verses')"
                                + " ORDER BY dataset")
                        .query(String.class)
                        .list())
                .containsExactly("chapters 3 due 114", "verses 8 overdue 6236");
        age("chapters", "-4");
        assertThat(program.count("analytics.content_freshness WHERE dataset = 'chapters' AND state = 'fresh'"))
                .isEqualTo(1);
    }

    private void age(String dataset, String days) {
        program.jdbc()
                .sql("UPDATE ops.dataset_state SET verified_at = verified_at - INTERVAL '" + days
                        + "' DAY, due_at = due_at - INTERVAL '" + days + "' DAY WHERE dataset = ?")
                .param(dataset)
                .update();
    }
}
