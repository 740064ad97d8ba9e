package org.qfsync.console;

import java.util.Optional;
import org.qfsync.job.LiveRun;
import org.qfsync.job.LiveRuns;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Asks the run under way to stop, whichever process it is in. */
@Controller
final class StopPages {
    private final LiveRuns live;

    StopPages(LiveRuns live) {
        this.live = live;
    }

    /** Says what it means, and asks. */
    @GetMapping("/runs/{id}/stop")
    String ask(@PathVariable long id, Model model) {
        model.addAttribute(
                "run",
                underWay(id)
                        .orElseThrow(() -> new ResponseStatusException(
                                HttpStatus.NOT_FOUND, "Run " + id + " is not under way: there is nothing to stop.")));
        return "stop";
    }

    @PostMapping("/runs/{id}/stop")
    String stop(@PathVariable long id, RedirectAttributes redirect) {
        Optional<LiveRun> asked = underWay(id).flatMap(run -> live.requestStop(ConsoleSecurity.whoAsks()));
        asked.map(run -> Notice.done("Run " + id + " was asked to stop: it ends after the users in flight."))
                .orElseGet(() -> Notice.warning("Run " + id + " is not under way any more. Nothing was done."))
                .on(redirect);
        return "redirect:/";
    }

    private Optional<LiveRun> underWay(long id) {
        return live.now().filter(run -> run.runId() == id);
    }
}
