package org.qfsync.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.qfsync.analytics.BarChart;
import org.qfsync.analytics.NamedQuery;
import org.qfsync.analytics.OutputFormat;
import org.qfsync.analytics.QueryCatalog;
import org.qfsync.analytics.QueryResult;
import org.qfsync.analytics.QueryRunner;

/** Three questions that the demo's data answer, each with the command that asks it again. */
final class DemoQuestions {
    private static final List<Asked> ASKED = List.of(
            new Asked("most-saved-verses", Map.of("limit", "5"), true),
            new Asked("reading-heat-map", Map.of(), true),
            new Asked("sync-nights", Map.of(), false));

    private final DemoHome home;
    private final Screen screen;
    private final String qfsync;

    DemoQuestions(DemoHome home, Screen screen, String qfsync) {
        this.home = home;
        this.screen = screen;
        this.qfsync = qfsync;
    }

    /** Prints them with their answers. */
    void answer(QueryRunner runner) {
        QueryCatalog catalog = QueryCatalog.load();
        PrintWriter out = screen.out();
        for (Asked asked : ASKED) {
            NamedQuery query = catalog.find(asked.name());
            out.println();
            out.println(screen.bold(query.title()));
            out.println("  $ " + home.command(qfsync) + " " + query.command(asked.parameters())
                    + (asked.charted() ? " --chart" : ""));
            lines(query, runner.run(query, asked.parameters()), asked.charted())
                    .forEach(line -> out.println("  " + line));
        }
    }

    private static List<String> lines(NamedQuery query, QueryResult result, boolean charted) {
        if (charted) {
            return BarChart.hint(result, query.chart())
                    .map(hint -> BarChart.lines(result, hint))
                    .orElse(List.of());
        }
        StringWriter table = new StringWriter();
        result.print(OutputFormat.TABLE, new PrintWriter(table));
        return table.toString().lines().toList();
    }

    /** A question as it is typed. */
    private record Asked(String name, Map<String, String> parameters, boolean charted) {}
}
