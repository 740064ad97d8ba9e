package org.qfsync.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.Verdict;
import org.qfsync.report.RunHead;

class TonightVerdictTest {
    private static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");
    private static final String NEXT = "The next run begins Sun 22 Nov 02:30.";

    @Test
    void aGoodNightLeavesNothingToDo() {
        assertThat(verdict(Verdict.COMPLETED, NOW.minus(Duration.ofHours(3)), 0))
                .isEqualTo(new TonightVerdict(
                        "good", "COMPLETED", "The night of 2026-11-21 is complete", "Nothing to do. " + NEXT));
    }

    @Test
    void anOldGoodNightIsNoGoodNews() {
        assertThat(verdict(Verdict.COMPLETED, NOW.minus(Duration.ofHours(49)), 0)
                        .word())
                .as("the setting says how old it may be")
                .isEqualTo("COMPLETED");
        TonightVerdict old = verdict(Verdict.COMPLETED, NOW.minus(Duration.ofHours(51)), 0);
        assertThat(old.word()).isEqualTo("STALE");
        assertThat(old.next()).startsWith("No night has been complete for 50 h");
    }

    @Test
    void lossesThatWaitAreToldOfAGoodNight() {
        TonightVerdict good = verdict(Verdict.COMPLETED, NOW, 2);
        assertThat(good.headline()).endsWith("and 2 losses wait for you");
        assertThat(good.next())
                .as("beside a daemon on H2 no command could list them")
                .contains("/holds")
                .doesNotContain("qfsync holds");
    }

    @Test
    void aFailureSaysWhyAndWhatToDo() {
        assertThat(verdict(Verdict.FAILED, NOW, 0).next()).isEqualTo("It broke. Mend it: qfsync check " + NEXT);
    }

    @Test
    void aRunWithoutAnEndThatNobodyWorksOnWasKilled() {
        assertThat(TonightVerdict.of(Optional.of(run(Optional.empty())), false, good(NOW), NEXT, 0, NOW)
                        .next())
                .startsWith("Resume it: qfsync run.");
    }

    private static TonightVerdict verdict(Verdict verdict, Instant lastGood, long holds) {
        return TonightVerdict.of(Optional.of(run(Optional.of(verdict))), false, good(lastGood), NEXT, holds, NOW);
    }

    private static TonightVerdict.LastGood good(Instant at) {
        return new TonightVerdict.LastGood(Optional.of(at), Duration.ofHours(50));
    }

    private static RunHead run(Optional<Verdict> verdict) {
        return new RunHead(
                1,
                LocalDate.of(2026, 11, 21),
                1,
                "FULL",
                Optional.empty(),
                verdict,
                NOW.minusSeconds(60),
                verdict.map(ended -> NOW),
                1,
                10,
                1,
                verdict.filter(Verdict.FAILED::equals).map(failed -> "internal_error"),
                verdict.filter(Verdict.FAILED::equals).map(failed -> "It broke. Mend it: qfsync check"));
    }
}
