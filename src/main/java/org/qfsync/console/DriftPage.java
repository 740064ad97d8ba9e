package org.qfsync.console;

import org.qfsync.report.DriftReports;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What of the service's answers this version does not know. */
@Controller
final class DriftPage {
    private static final int MOST = 500;

    private final DriftReports reports;

    DriftPage(JdbcClient jdbc) {
        this.reports = new DriftReports(jdbc);
    }

    @GetMapping("/drift")
    String drift(Model model, @RequestParam(defaultValue = "") String dataset) {
        model.addAttribute("drifts", reports.latest(dataset, MOST));
        model.addAttribute("most", MOST);
        model.addAttribute("dataset", dataset);
        model.addAttribute("datasets", reports.datasets());
        return "drift";
    }
}
