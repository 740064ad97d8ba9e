package org.qfsync.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.domain.Verdict;
import org.qfsync.job.LiveRun;
import org.qfsync.job.LiveRuns;
import org.qfsync.report.Remedies;
import org.qfsync.report.RunHead;
import org.qfsync.report.RunReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Follows a run from another process until its end. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "Follows the run under way, whichever process it is in, until its end, and then exits as that run does. On H2,"
                    + " whose file one process owns, it reads what that process publishes beside the file.",
            "It only looks: ending it does not end the run. Without a terminal it prints a line for each change."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  qfsync runs watch", "  qfsync runs watch 12"})
final class RunsWatchCommand implements Callable<Integer> {
    private static final int WIDTH = 100;

    private final RootCommand root;
    private final Surroundings around;
    private String last = "";

    @Parameters(paramLabel = "ID", arity = "0..1", description = "Number of the run (default: the one under way).")
    private @Nullable Long id;

    RunsWatchCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Program program = around.start(root, "qfsync runs watch")) {
            LiveRuns live = program.get(LiveRuns.class);
            Optional<LiveRun> first = live.now();
            long wanted = id != null ? id : first.map(LiveRun::runId).orElse(-1L);
            if (first.filter(run -> run.runId() == wanted).isEmpty()) {
                return notUnderWay(program, wanted, first);
            }
            around.screen().err().println(LiveText.headline(first.get()));
            LiveRun seen = first.get();
            for (Optional<LiveRun> now = first;
                    now.filter(run -> run.runId() == wanted).isPresent();
                    now = live.now()) {
                seen = now.get();
                show(seen);
                TimeUnit.SECONDS.sleep(1);
            }
            clear();
            return followed(program, seen);
        }
    }

    private int followed(Program program, LiveRun seen) {
        LiveRuns live = program.get(LiveRuns.class);
        if (live.verdictOf(seen.runId()).isEmpty() && !live.isLeftBehind(seen)) {
            around.screen().out().println(LiveText.overWithoutVerdict(seen.runId()));
            return ExitCodes.OK;
        }
        return ended(program, seen.runId());
    }

    private int notUnderWay(Program program, long wanted, Optional<LiveRun> other) {
        if (id == null) {
            around.screen().out().println("No run is under way. The latest: qfsync runs show");
            return ExitCodes.OK;
        }
        other.ifPresent(run -> around.screen().err().println("Under way is another run: " + LiveText.headline(run)));
        return ended(program, wanted);
    }

    private int ended(Program program, long run) {
        // Of an H2 file that another process keeps, the latest run's verdict is known all the same.
        Optional<Verdict> verdict = program.get(LiveRuns.class)
                .verdictOf(run)
                .or(() -> RunsCommand.reports(program)
                        .find(run)
                        .map(RunReport::run)
                        .flatMap(RunHead::verdict));
        if (verdict.isEmpty()) {
            around.screen()
                    .out()
                    .println("Run " + run
                            + " is not under way and has no verdict: its process died, or there is no such run."
                            + " To put it in order: " + Remedies.recover());
            return ExitCodes.FAILED;
        }
        around.screen().out().println("Run " + run + " ended: " + verdict.get() + ". See: " + Remedies.show(run));
        return ExitCodes.of(verdict.get());
    }

    private void show(LiveRun run) {
        String counts = LiveText.counts(run);
        String pace = LiveText.pace(run);
        String line = pace.isEmpty() ? counts : counts + "  (" + pace + ")";
        if (around.screen().isTerminal()) {
            String cut = line.length() > WIDTH ? line.substring(0, WIDTH) : line;
            around.screen().err().print("\r" + cut + " ".repeat(WIDTH - cut.length()));
            around.screen().err().flush();
        } else if (!counts.equals(last)) {
            around.screen().err().println(line);
        }
        last = counts;
    }

    private void clear() {
        if (around.screen().isTerminal()) {
            around.screen().err().print("\r" + " ".repeat(WIDTH) + "\r");
            around.screen().err().flush();
        }
    }
}
