package org.qfsync.console;

import java.util.List;
import org.qfsync.report.AuditTrail;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who did what to which grant. */
@Controller
final class AuditPage {
    private static final int PAGE = 50;

    private final AuditTrail trail;

    AuditPage(JdbcClient jdbc) {
        this.trail = new AuditTrail(jdbc);
    }

    @GetMapping("/audit")
    String audit(
            Model model,
            @RequestParam(defaultValue = "") String user,
            @RequestParam(defaultValue = "") String event,
            @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before) {
        List<AuditTrail.Entry> found = trail.page(user.strip(), event, before, PAGE + 1);
        model.addAttribute("entries", found.stream().limit(PAGE).toList());
        model.addAttribute("older", found.size() > PAGE ? found.get(PAGE - 1).number() : 0);
        model.addAttribute("newest", before == Long.MAX_VALUE);
        model.addAttribute("user", user);
        model.addAttribute("event", event);
        model.addAttribute("events", trail.events());
        return "audit";
    }
}
