package org.qfsync.cli;

import java.util.concurrent.Callable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.report.Monitoring;
import org.qfsync.store.Database;
import picocli.CommandLine.Command;

/** Shows once what a monitoring system would read. */
@Command(
        name = "metrics",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the metrics once, in the text format of Prometheus; ops/metrics.md says what each means.",
            "What concerns the process (requests, refreshes, pace) is that of this command, which makes none: a daemon"
                    + " serves its own at /actuator/prometheus, a run leaves its own in QFSYNC_METRICS_TEXTFILE."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  qfsync metrics | grep last_run",
            "  watch -n 30 'qfsync metrics | grep -v ^#'     beside a daemon, on PostgreSQL"
        })
final class MetricsCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    MetricsCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync metrics")) {
            // A person is told why it cannot be opened; a scrape would only say that it is so.
            program.get(Database.class);
            around.screen().out().print(program.get(Monitoring.class).scrape());
            return ExitCodes.OK;
        }
    }
}
