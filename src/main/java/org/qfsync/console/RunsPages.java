package org.qfsync.console;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.qfsync.job.LiveRun;
import org.qfsync.job.LiveRuns;
import org.qfsync.report.Repairs;
import org.qfsync.report.RunHead;
import org.qfsync.report.RunReport;
import org.qfsync.report.RunReports;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The runs there were, and all that is known of one. */
@Controller
final class RunsPages {
    private static final List<String> VERDICTS = List.of("COMPLETED", "PARTIAL", "FAILED", "STOPPED", "OPEN");

    private final RunList list;
    private final RunReports reports;
    private final LiveRuns live;
    private final Actions actions;

    RunsPages(RunList list, RunReports reports, LiveRuns live, Actions actions) {
        this.list = list;
        this.reports = reports;
        this.live = live;
        this.actions = actions;
    }

    @GetMapping("/runs")
    String runs(
            Model model,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String verdict,
            @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before) {
        List<RunList.Line> found = list.find(q, verdict, before);
        model.addAttribute("runs", found.stream().limit(RunList.PAGE).toList());
        model.addAttribute(
                "older",
                found.size() > RunList.PAGE ? found.get(RunList.PAGE - 1).id() : 0);
        model.addAttribute("q", q);
        model.addAttribute("verdict", verdict);
        model.addAttribute("verdicts", VERDICTS);
        return "runs";
    }

    @GetMapping("/runs/{id}")
    String run(@PathVariable long id, Model model) {
        RunReport report = find(reports, id);
        model.addAttribute("report", report);
        model.addAttribute("run", report.run());
        Optional<LiveRun> running = live.now().filter(now -> now.runId() == id);
        String word = running.isPresent() ? "RUNNING" : report.run().verdictWord();
        model.addAttribute("word", word);
        model.addAttribute("tone", Tones.ofVerdict(word));
        model.addAttribute("live", running);
        model.addAttribute("action", actions.underWay());
        model.addAttribute("outcomes", actions.outcomes());
        model.addAttribute("mayResume", running.isEmpty() && mayResume(report.run()));
        model.addAttribute("repairs", Repairs.of(report));
        model.addAttribute("steps", reports.steps(report.run()));
        return "run";
    }

    /** True if it did not come to its end, so that it goes on where it stopped. */
    static boolean mayResume(RunHead run) {
        return !Set.of("COMPLETED", "PARTIAL").contains(run.verdictWord());
    }

    static RunReport find(RunReports reports, long id) {
        return reports.find(id)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no run " + id + ". See those there are under Runs."));
    }
}
