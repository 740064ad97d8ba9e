package org.qfsync.console;

import org.qfsync.schedule.ScheduleControl;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** When the daemon runs by itself, and what operators do about it. */
@Controller
final class SchedulePages {
    private static final int FIRES = 7;

    private final ScheduleControl schedule;

    SchedulePages(ScheduleControl schedule) {
        this.schedule = schedule;
    }

    @GetMapping("/schedule")
    String schedule(Model model) {
        model.addAttribute("state", schedule.state(FIRES));
        return "schedule";
    }

    @PostMapping("/schedule/pause")
    String pause(@RequestParam(defaultValue = "") String reason, RedirectAttributes redirect) {
        Notice notice = schedule.pause(ConsoleSecurity.whoAsks(), reason)
                ? Notice.done("Paused: the daemon starts no run by itself until you resume the schedule.")
                : Notice.refused("It was paused already, and that pause stands. Nothing was done.");
        return back(notice, redirect);
    }

    @PostMapping("/schedule/resume")
    String resume(RedirectAttributes redirect) {
        Notice notice = schedule.resume(ConsoleSecurity.whoAsks())
                ? Notice.done("Resumed: runs start again from the next time on. What was missed is not made up for: run"
                        + " tonight now if it should be.")
                : Notice.refused("It was not paused. Nothing was done.");
        return back(notice, redirect);
    }

    @PostMapping("/schedule/now")
    String now(RedirectAttributes redirect) {
        if (schedule.state(0).firing()) {
            return back(Notice.refused("A run of the schedule is under way already: see Tonight."), redirect);
        }
        Notice notice = schedule.now(ConsoleSecurity.whoAsks())
                ? Notice.done("Asked: tonight's run begins within half a minute, as far as it is open. See Tonight.")
                : Notice.refused("It was asked for already; the run has not begun yet.");
        return back(notice, redirect);
    }

    private static String back(Notice notice, RedirectAttributes redirect) {
        notice.on(redirect);
        return "redirect:/schedule";
    }
}
