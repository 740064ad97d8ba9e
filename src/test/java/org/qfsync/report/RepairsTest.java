package org.qfsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.Verdict;
import org.qfsync.store.Hold;

class RepairsTest {
    private static final Instant NIGHT = Instant.parse("2026-10-01T02:30:00Z");

    @Test
    void eachCauseHasItsCommandAndOnlyFailuresSpoilTheVerdict() {
        RunReport report = report(
                Verdict.PARTIAL,
                List.of(
                        open(true, "http_503", "u1", "u2"),
                        open(true, "timeout", "u3"),
                        open(false, "invalid_grant", "u4"),
                        open(false, "paused", "u 5")),
                List.of(
                        new SkippedDataset("verses", true, "FAILED", "again", 1, List.of()),
                        new SkippedDataset("juzs", true, "FAILED", "again", 1, List.of()),
                        new SkippedDataset("notes", false, "SKIPPED", "consent to it", 1, List.of("u1"))),
                List.of(new Hold(3, Optional.of("u1"), "bookmarks", 12, NIGHT, 30, 40, 1, Optional.empty())));

        List<Repair> repairs = Repairs.of(report);

        assertThat(repairs)
                .extracting(Repair::cause)
                .containsExactly(
                        "http_503",
                        "timeout",
                        "content_failed",
                        "invalid_grant",
                        "paused",
                        "scope_missing",
                        "held_loss");
        assertThat(repairs)
                .extracting(Repair::spoilsVerdict)
                .containsExactly(true, true, true, false, false, false, false);
        assertThat(repairs)
                .extracting(Repair::commands)
                .containsExactly(
                        List.of("qfsync runs rerun 12 --cause http_503"),
                        List.of("qfsync check", "qfsync runs rerun 12 --cause timeout"),
                        List.of("qfsync runs rerun 12 --dataset verses,juzs"),
                        List.of("qfsync users login", "qfsync runs rerun 12 --cause invalid_grant"),
                        List.of("qfsync users resume 'u 5'", "qfsync runs rerun 12 --cause paused"),
                        List.of("qfsync users login"),
                        List.of("qfsync holds list"));
        assertThat(repairs.get(0).users()).isEqualTo(2);
        assertThat(repairs.get(5).subs()).containsExactly("u1");
    }

    @Test
    void whatTheRepairsSayTheSummarySays() {
        RunReport report = report(Verdict.PARTIAL, List.of(open(true, "http_503", "u1", "u2")), List.of(), List.of());

        String summary = String.join("\n", RunSummary.lines(report, ConsentNotes.none()));

        Repair repair = Repairs.of(report).get(0);
        assertThat(summary)
                .contains(repair.title(), repair.hint(), repair.commands().get(0), "u1", "u2");
    }

    @Test
    void aRunThatFailedAsAWholeSaysWhyAndHowItGoesOn() {
        Repair broken = Repairs.of(report(Verdict.FAILED, List.of(), List.of(), List.of()))
                .get(0);

        assertThat(broken.cause()).isEqualTo("invalid_client");
        assertThat(broken.hint()).isEqualTo("The secret is wrong. Set it.");
        assertThat(broken.commands()).containsExactly("qfsync check", "qfsync runs restart 12");
        assertThat(broken.spoilsVerdict()).isTrue();
        assertThat(Repairs.of(report(Verdict.STOPPED, List.of(), List.of(), List.of())))
                .singleElement()
                .extracting(Repair::commands)
                .isEqualTo(List.of("qfsync runs restart 12"));
        assertThat(Repairs.of(report(Verdict.COMPLETED, List.of(), List.of(), List.of())))
                .isEmpty();
    }

    @Test
    void anEarlierNightIsGoneOnWithByItsDate() {
        for (Verdict verdict : List.of(Verdict.PARTIAL, Verdict.FAILED, Verdict.STOPPED)) {
            RunReport report = report(verdict, List.of(), List.of(), List.of());
            assertThat(Repairs.next(report, report.run().night()).get(0)).startsWith("qfsync run   ");
            assertThat(Repairs.next(report, report.run().night().plusDays(1)).get(0))
                    .startsWith("qfsync run --for 2026-10-01   ");
        }
    }

    @Test
    void whatALaterNightHasTakenOverIsRepairedThere() {
        RunReport open = followed(Verdict.FAILED, Verdict.PARTIAL);
        RunReport healed = followed(Verdict.FAILED, Verdict.COMPLETED);

        assertThat(Repairs.next(open, open.run().night()).get(0))
                .startsWith("qfsync runs show 14 ")
                .endsWith("repair that one");
        assertThat(Repairs.next(healed, healed.run().night()).get(0)).endsWith("nothing to do");
        assertThat(Repairs.of(open)).singleElement().satisfies(repair -> {
            assertThat(repair.cause()).isEqualTo("invalid_client");
            assertThat(repair.commands()).containsExactly("qfsync runs show 14");
        });
        assertThat(Repairs.of(healed)).isEmpty();
    }

    @Test
    void whoMustConsentAgainIsSentToThePageIfThereIsOne() {
        RunReport report = report(Verdict.COMPLETED, List.of(open(false, "invalid_grant", "u4")), List.of(), List.of());
        ConsentNotes page = new ConsentNotes(Optional.of(URI.create("https://consent.example.org/connect")), List.of());

        assertThat(Repairs.of(report, page).get(0).hint()).contains("https://consent.example.org/connect");
    }

    @Test
    void aRepairNamesNobodyInItsOwnWords() {
        Repair repair = Repairs.of(report(Verdict.PARTIAL, List.of(open(true, "http_503", "u1")), List.of(), List.of()))
                .get(0);

        assertThat(repair.toString()).doesNotContain("u1");
    }

    private static OpenUsers open(boolean failed, String code, String... subs) {
        return new OpenUsers(
                failed, code, Optional.empty(), Optional.empty(), "hint of " + code, subs.length, List.of(subs));
    }

    private static RunReport report(
            Verdict verdict, List<OpenUsers> open, List<SkippedDataset> skipped, List<Hold> held) {
        boolean failed = verdict == Verdict.FAILED;
        RunHead head = new RunHead(
                12,
                LocalDate.parse("2026-10-01"),
                1,
                "FULL",
                Optional.empty(),
                Optional.of(verdict),
                NIGHT,
                Optional.of(NIGHT.plusSeconds(60)),
                1,
                10,
                5,
                failed ? Optional.of("invalid_client") : Optional.empty(),
                failed ? Optional.of("The secret is wrong. Set it.") : Optional.empty());
        return new RunReport(
                head, new UserCounts(9, 5, 2, 2, 0), List.of(), open, skipped, List.of(), held, Optional.empty());
    }

    private static RunReport followed(Verdict verdict, Verdict later) {
        RunReport report = report(verdict, List.of(), List.of(), List.of());
        RunHead run = report.run();
        RunHead successor = new RunHead(
                14,
                run.night().plusDays(1),
                2,
                "OPEN_REST",
                Optional.empty(),
                Optional.of(later),
                NIGHT,
                Optional.of(NIGHT),
                1,
                10,
                5,
                Optional.empty(),
                Optional.empty());
        return new RunReport(
                run, report.users(), List.of(), List.of(), List.of(), List.of(), List.of(), Optional.of(successor));
    }
}
