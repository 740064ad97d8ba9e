package org.qfsync.console;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.qfsync.domain.Selection;
import org.qfsync.job.RunRequest;
import org.qfsync.job.RunResult;
import org.qfsync.job.Runs;
import org.qfsync.report.RunHead;
import org.qfsync.report.RunReports;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Repeats what a run left open: all that failed, what failed for one cause, or one user. */
@Controller
final class RerunPages {
    private static final String DOING = "a rerun asked for in the console";

    private final Actions actions;
    private final Runs runs;
    private final RunReports reports;
    private final JdbcClient jdbc;

    RerunPages(Actions actions, Runs runs, RunReports reports, JdbcClient jdbc) {
        this.actions = actions;
        this.runs = runs;
        this.reports = reports;
        this.jdbc = jdbc;
    }

    /** Says what would be done, and asks. */
    @GetMapping("/runs/{id}/rerun")
    String ask(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String cause,
            @RequestParam(defaultValue = "") String user,
            Model model) {
        model.addAttribute("run", RunsPages.find(reports, id).run());
        model.addAttribute("cause", cause);
        model.addAttribute("user", user);
        model.addAttribute("users", users(id, cause, user).size());
        return "rerun";
    }

    @PostMapping("/runs/{id}/rerun")
    String rerun(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String cause,
            @RequestParam(defaultValue = "") String user,
            RedirectAttributes redirect) {
        RunHead run = RunsPages.find(reports, id).run();
        String what =
                "rerun of " + (user.isEmpty() ? cause.isEmpty() ? "" : cause + " of " : "one user of ") + "run " + id;
        actions.begin(what, ConsoleSecurity.whoAsks(), work(run, cause, user)).on(redirect);
        return "redirect:/";
    }

    private Supplier<RunResult> work(RunHead run, String cause, String user) {
        if (cause.isEmpty() && user.isEmpty() && !run.isOwnPass()) {
            // The night itself goes on, and may be green after it.
            return () -> runs.run(new RunRequest(Optional.of(run.night()), false, DOING));
        }
        Set<String> users = users(run.id(), cause, user);
        return () ->
                runs.run(new RunRequest(Optional.of(run.night()), true, new Selection(Set.of(), users, false), DOING));
    }

    private Set<String> users(long run, String cause, String user) {
        return Set.copyOf(jdbc.sql("""
                        SELECT sub FROM ops.user_run
                        WHERE run_id = :run AND (state = 'FAILED' OR (:named = 1 AND state = 'SKIPPED'))
                            AND (:cause = '' OR error_class = :cause) AND (:sub = '' OR sub = :sub)
                        """)
                .param("run", run)
                .param("named", cause.isEmpty() && user.isEmpty() ? 0 : 1)
                .param("cause", cause)
                .param("sub", user)
                .query(String.class)
                .list());
    }
}
