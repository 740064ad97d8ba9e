package org.qfsync.console;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qfsync.domain.Verdict;
import org.qfsync.report.RunHead;
import org.qfsync.report.RunReports;
import org.qfsync.schedule.NightSchedule;
import org.qfsync.store.Holds;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first thing that an operator sees: how the night stands and what to do. */
@Controller
final class TonightPage {
    private static final int LOOK_BACK = 200;

    private final RunReports reports;
    private final Holds holds;
    private final NightSchedule schedule;
    private final Clock clock;

    TonightPage(RunReports reports, Holds holds, NightSchedule schedule, Clock clock) {
        this.reports = reports;
        this.holds = holds;
        this.schedule = schedule;
        this.clock = clock;
    }

    @GetMapping("/")
    String tonight(Model model) {
        Phrases say = new Phrases(schedule.schedule().zone(), clock);
        List<RunHead> runs = reports.latest(LOOK_BACK).stream()
                .filter(run -> !run.isOwnPass())
                .toList();
        Optional<Instant> lastGood = runs.stream()
                .filter(run -> run.verdict().filter(Verdict.COMPLETED::equals).isPresent())
                .findFirst()
                .flatMap(RunHead::endedAt);
        String next = schedule.nextFire()
                .map(fire -> "The next run begins " + say.at(fire) + ".")
                .orElse("No further run is scheduled.");
        model.addAttribute(
                "verdict",
                TonightVerdict.of(
                        runs.stream().findFirst(),
                        false,
                        lastGood,
                        next,
                        holds.open().size(),
                        clock.instant()));
        return "tonight";
    }
}
