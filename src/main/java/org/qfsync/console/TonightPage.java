package org.qfsync.console;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.qfsync.job.LiveRun;
import org.qfsync.job.LiveRuns;
import org.qfsync.job.Nights;
import org.qfsync.report.Repair;
import org.qfsync.report.Repairs;
import org.qfsync.report.RunHead;
import org.qfsync.report.RunReports;
import org.qfsync.report.Spans;
import org.qfsync.report.Vitals;
import org.qfsync.schedule.NightSchedule;
import org.qfsync.store.Holds;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The first thing that an operator sees: how the night stands and what to do. */
@Controller
final class TonightPage {
    /** What an open page asks for again and again by itself. */
    static final String LIVE = "/tonight/live";

    private static final int NIGHTS = 60;
    private static final int LOOK_BACK = 200;

    private final TonightParts parts;
    private final NightSchedule schedule;
    private final Nights nights;
    private final Clock clock;

    TonightPage(TonightParts parts, NightSchedule schedule, Nights nights, Clock clock) {
        this.parts = parts;
        this.schedule = schedule;
        this.nights = nights;
        this.clock = clock;
    }

    @GetMapping("/")
    String tonight(Model model) {
        Phrases say = new Phrases(nights.schedule().zone(), clock);
        Instant now = clock.instant();
        List<RunHead> runs = parts.reports().latest(LOOK_BACK).stream()
                .filter(run -> !run.isOwnPass())
                .toList();
        Optional<LiveRun> running = parts.live().now();
        Optional<Instant> lastGood = parts.vitals().lastGoodNight();
        long holds = parts.holds().open().size();
        liveView(model, running);
        model.addAttribute(
                "verdict",
                TonightVerdict.of(
                        runs.stream().findFirst(),
                        running.isPresent(),
                        new TonightVerdict.LastGood(lastGood, parts.standing().usersLast()),
                        nextFire(say),
                        holds,
                        now));
        model.addAttribute("repairs", running.isPresent() ? List.of() : repairs(runs));
        model.addAttribute("last", runs.stream().findFirst());
        model.addAttribute("next", schedule.nextFire());
        model.addAttribute("lastGood", lastGood);
        model.addAttribute("grants", parts.standing().grants());
        model.addAttribute("holds", holds);
        model.addAttribute("usersLast", Spans.words(parts.standing().usersLast()));
        model.addAttribute("freshness", parts.standing().freshness(now));
        history(model, nights.nightOf(now), say);
        return "tonight";
    }

    /** What moves while a run is under way; the whole page is loaded again when a run begins or ends. */
    @GetMapping(LIVE)
    String live(@RequestParam(defaultValue = "0") long run, Model model, HttpServletResponse response) {
        Optional<LiveRun> running = parts.live().now();
        if (running.map(LiveRun::runId).orElse(0L) != run) {
            response.setHeader("HX-Refresh", "true");
        }
        liveView(model, running);
        return "live :: live";
    }

    private void liveView(Model model, Optional<LiveRun> running) {
        model.addAttribute("live", running);
        model.addAttribute("action", parts.actions().underWay());
        model.addAttribute("outcomes", parts.actions().outcomes());
    }

    private void history(Model model, LocalDate tonight, Phrases say) {
        List<NightHistory.Night> history = parts.history().nights(tonight, NIGHTS);
        model.addAttribute("nights", history);
        model.addAttribute("strip", Strip.of(history, say));
        model.addAttribute("causes", parts.history().causes(tonight, NIGHTS));
        model.addAttribute("charts", true);
    }

    private List<Repair> repairs(List<RunHead> runs) {
        return runs.stream()
                .findFirst()
                .flatMap(run -> parts.reports().find(run.id()))
                .map(Repairs::of)
                .orElse(List.of());
    }

    private String nextFire(Phrases say) {
        return schedule.nextFire()
                .map(fire -> "The next run begins " + say.at(fire) + ".")
                .orElse("No further run is scheduled.");
    }

    /** What the page reads from. */
    record TonightParts(
            RunReports reports,
            Holds holds,
            NightHistory history,
            Standing standing,
            Vitals vitals,
            LiveRuns live,
            Actions actions) {}
}
