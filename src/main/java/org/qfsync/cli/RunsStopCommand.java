package org.qfsync.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.job.LiveRun;
import org.qfsync.job.LiveRuns;
import org.qfsync.report.Remedies;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks the run under way to stop. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = {
            "Asks the run under way, whichever process it is in, to stop after the users in flight. It ends as STOPPED and"
                    + " can be resumed. A daemon stays up and keeps its schedule.",
            "It returns as soon as it has asked; no signal is sent to anybody."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  qfsync runs stop", "  qfsync runs stop --wait"})
final class RunsStopCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Option(names = "--wait", description = "Return when the run is over.")
    private boolean wait;

    RunsStopCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Program program = around.start(root, "qfsync runs stop")) {
            LiveRuns live = program.get(LiveRuns.class);
            Optional<LiveRun> asked = live.requestStop(System.getProperty("user.name", "somebody"));
            if (asked.isEmpty()) {
                around.screen().out().println("No run is under way; nothing was done.");
                return ExitCodes.OK;
            }
            long run = asked.get().runId();
            around.screen()
                    .out()
                    .println("Asked to stop after the users in flight: " + LiveText.headline(asked.get())
                            + ". To go on later: " + Remedies.restart(run));
            around.screen().flush();
            if (wait) {
                awaitEnd(live, run);
            }
            return ExitCodes.OK;
        }
    }

    private void awaitEnd(LiveRuns live, long run) throws InterruptedException {
        while (live.now().filter(now -> now.runId() == run).isPresent()) {
            TimeUnit.MILLISECONDS.sleep(250);
        }
        around.screen()
                .out()
                .println("Run " + run + " ended: "
                        + live.verdictOf(run)
                                .map(Enum::name)
                                .orElse("its process died. Put it in order: " + Remedies.recover()));
    }
}
