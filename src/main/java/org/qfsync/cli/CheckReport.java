package org.qfsync.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qfsync.analytics.OutputFormat;
import org.qfsync.analytics.RowPrinter;
import org.qfsync.report.TextTable.Column;
import tools.jackson.databind.json.JsonMapper;

/** Prints what an examination found: a line for each item, rows, or one object for monitoring. */
final class CheckReport {
    private static final List<Column> COLUMNS =
            List.of(Column.text("check"), Column.text("result"), Column.text("detail"), Column.text("hint"));

    private final Examination examination;
    private final Surroundings around;

    CheckReport(Examination examination, Surroundings around) {
        this.examination = examination;
        this.around = around;
    }

    void print(OutputFormat format) {
        if (format == OutputFormat.TABLE) {
            // No table: what to do may be long, and must not be cut.
            examination.findings().forEach(this::line);
            return;
        }
        try (RowPrinter rows = RowPrinter.of(format, COLUMNS, around.screen().out())) {
            examination
                    .findings()
                    .forEach(finding -> rows.row(Arrays.<@Nullable Object>asList(
                            finding.id(), finding.status().id(), finding.message(), finding.hint())));
        }
    }

    private void line(Finding finding) {
        String status = String.format(Locale.ROOT, "%-4s", finding.status());
        Screen screen = around.screen();
        String shown = switch (finding.status()) {
            case OK -> screen.good(status);
            case WARN -> screen.doubtful(status);
            case FAIL -> screen.bad(status);
            case SKIP -> status;
        };
        screen.out().println(String.format(Locale.ROOT, "%s  %-18s  %s", shown, finding.id(), finding.words()));
    }

    void printObject() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("status", examination.worst().id());
        object.put("checked_at", around.clock().instant().toString());
        object.put(
                "items", examination.findings().stream().map(CheckReport::item).toList());
        around.screen().out().println(JsonMapper.shared().writeValueAsString(object));
    }

    private static Map<String, String> item(Finding finding) {
        Map<String, String> item = new LinkedHashMap<>();
        item.put("id", finding.id());
        item.put("status", finding.status().id());
        item.put("message", finding.message());
        item.put("hint", finding.hint());
        return item;
    }
}
