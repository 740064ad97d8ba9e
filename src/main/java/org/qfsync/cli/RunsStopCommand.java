package org.qfsync.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.domain.Verdict;
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
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was asked, or no run is under way; with --wait: the run is over, however it ended",
            "2:the command line is wrong",
            "4:with --wait: the run has no verdict, because its process died",
            "78:the configuration is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  qfsync runs stop", "  qfsync runs stop --wait"})
final class RunsStopCommand implements Callable<Integer> {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final int LOOKS_FOR_A_BEGINNING = 12;

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
            Optional<LiveRun> asked = ask(live);
            if (asked.isEmpty()) {
                say("No run is under way; nothing was done.");
                return ExitCodes.OK;
            }
            say("Asked to stop after the users in flight: " + LiveText.headline(asked.get()) + ". To go on later: "
                    + Remedies.restart(asked.get().runId()));
            around.screen().flush();
            return wait ? awaitEnd(live, asked.get()) : ExitCodes.OK;
        }
    }

    /** A run that is just beginning has a moment to say so. */
    private static Optional<LiveRun> ask(LiveRuns live) throws InterruptedException {
        String who = System.getProperty("user.name", "somebody");
        Optional<LiveRun> asked = live.requestStop(who);
        for (int look = 0; look < LOOKS_FOR_A_BEGINNING && asked.isEmpty() && live.isBeginning(); look++) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
            asked = live.requestStop(who);
        }
        return asked;
    }

    private int awaitEnd(LiveRuns live, LiveRun asked) throws InterruptedException {
        long run = asked.runId();
        while (live.now().filter(asked::isSame).isPresent()) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
        }
        Optional<Verdict> verdict = live.verdictOf(run);
        if (verdict.isPresent()) {
            say("Run " + run + " ended: " + verdict.get());
            return ExitCodes.OK;
        }
        if (!live.isLeftBehind(asked)) {
            say(LiveText.overWithoutVerdict(run));
            return ExitCodes.OK;
        }
        throw new CommandFailedException(
                "Run " + run + " did not stop: its process died, and it has no verdict. Put it in order: "
                        + Remedies.recover() + ", then go on: " + Remedies.restart(run),
                ExitCodes.FAILED);
    }

    private void say(String line) {
        around.screen().out().println(line);
    }
}
