package org.qfsync.console;

import java.util.List;
import org.qfsync.report.ContentReports;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The content there is, how fresh it is, and whom to name for it. */
@Controller
final class ContentPage {
    private static final int MOST = 1000;

    private final ContentReports reports;

    ContentPage(JdbcClient jdbc) {
        this.reports = new ContentReports(jdbc);
    }

    @GetMapping("/content")
    String content(Model model, @RequestParam(defaultValue = "") String group) {
        List<Shown> resources =
                reports.resources(group, MOST).stream().map(Shown::of).toList();
        model.addAttribute(
                "datasets", reports.datasets().stream().map(Shown::of).toList());
        model.addAttribute("resources", resources);
        model.addAttribute("most", MOST);
        model.addAttribute("checkpoints", reports.checkpoints());
        model.addAttribute("groups", reports.groups());
        model.addAttribute("group", group);
        return "content";
    }

    /** A part of the content, and how its state looks. */
    record Shown(ContentReports.Part part, String tone) {
        static Shown of(ContentReports.Part part) {
            String tone = switch (part.state()) {
                case "fresh" -> "good";
                case "due" -> "quiet";
                case "overdue", "purged", "never complete" -> "bad";
                default -> "warn";
            };
            return new Shown(part, tone);
        }
    }
}
