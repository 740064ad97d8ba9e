package org.qfsync.console;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.qfsync.job.Rerun;
import org.qfsync.job.RunResult;
import org.qfsync.job.Runs;
import org.qfsync.report.Repair;
import org.qfsync.report.Repairs;
import org.qfsync.report.RunHead;
import org.qfsync.report.RunReport;
import org.qfsync.report.RunReports;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Repeats what a run left open: all that failed, what failed for one cause, or one user. */
@Controller
final class RerunPages {
    private static final String DOING = "a rerun asked for in the console";
    /** Causes are codes; what else is sent here must not reach the log. */
    private static final Pattern CAUSE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final Actions actions;
    private final Runs runs;
    private final RunReports reports;

    RerunPages(Actions actions, Runs runs, RunReports reports) {
        this.actions = actions;
        this.runs = runs;
        this.reports = reports;
    }

    /** Says what would be done, and asks. */
    @GetMapping("/runs/{id}/rerun")
    String ask(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String cause,
            @RequestParam(defaultValue = "") String user,
            Model model) {
        RunReport report = RunsPages.find(reports, id);
        model.addAttribute("run", report.run());
        model.addAttribute("cause", cause);
        model.addAttribute("user", user);
        model.addAttribute("resumes", cause.isEmpty() && user.isEmpty() && RunsPages.mayResume(report.run()));
        model.addAttribute("users", users(report, cause, user));
        return "rerun";
    }

    @PostMapping("/runs/{id}/rerun")
    String rerun(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String cause,
            @RequestParam(defaultValue = "") String user,
            RedirectAttributes redirect) {
        RunReport report = RunsPages.find(reports, id);
        if (!cause.isEmpty() && !CAUSE.matcher(cause).matches()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "There is no such cause.");
        }
        Set<String> subs = user.isEmpty() ? Set.of() : Set.of(user);
        Actions.Asked asked =
                new Actions.Asked(words(report.run(), cause, user), ConsoleSecurity.whoAsks(), subs, true);
        actions.begin(asked, work(id, cause, user)).on(redirect);
        return "redirect:/";
    }

    /** As it is told while it is done, and in the audit: without the user. */
    private static String words(RunHead run, String cause, String user) {
        if (!user.isEmpty()) {
            return "rerun of one user of run " + run.id();
        }
        if (!cause.isEmpty()) {
            return "rerun of " + cause + " of run " + run.id();
        }
        return (RunsPages.mayResume(run) ? "resumption of run " : "rerun of run ") + run.id();
    }

    private Supplier<RunResult> work(long run, String cause, String user) {
        if (!user.isEmpty()) {
            return () -> runs.rerun(Rerun.ofUsers(run, Set.of(user), DOING));
        }
        return cause.isEmpty()
                ? () -> runs.rerun(Rerun.ofFailed(Optional.of(run), DOING))
                : () -> runs.rerun(Rerun.ofCause(run, cause, DOING));
    }

    /** Whom it would concern; a run that did not come to its end goes on with all that is left. */
    private static long users(RunReport report, String cause, String user) {
        if (!user.isEmpty()) {
            return 1;
        }
        return cause.isEmpty()
                ? report.users().failed() + report.users().pending()
                : Repairs.of(report).stream()
                        .filter(repair -> repair.cause().equals(cause))
                        .mapToLong(Repair::users)
                        .sum();
    }
}
