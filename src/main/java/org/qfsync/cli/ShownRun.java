package org.qfsync.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.job.Nights;
import org.qfsync.job.Run;
import org.qfsync.job.RunListeners;
import org.qfsync.job.RunProgress;
import org.qfsync.job.RunRequest;
import org.qfsync.job.RunResult;
import org.qfsync.job.Runs;
import org.qfsync.report.MetricsTextfile;
import org.qfsync.report.Repairs;
import org.qfsync.report.RunReport;
import org.qfsync.report.RunSummary;
import org.qfsync.store.Database;
import org.qfsync.store.DatabaseInUseException;

/** A run that somebody started by hand or by cron: with progress, a summary, and an orderly stop. */
final class ShownRun {
    private final Program program;
    private final Screen screen;

    private ShownRun(Program program, Screen screen) {
        this.program = program;
        this.screen = screen;
    }

    /** Runs it, prints how it went, and returns it with its report if it touched a run. */
    static Shown run(Program program, RunRequest request, Surroundings around) {
        return run(program, runs -> runs.run(request), around);
    }

    /** The same for whatever is to be run, with what to type next. */
    static int runAndTellNext(Program program, Function<Runs, RunResult> work, Surroundings around) {
        return measured(program, () -> {
            Shown shown = run(program, work, around);
            if (shown.exitCode() != ExitCodes.BUSY) {
                shown.report().ifPresent(report -> tellNext(report, program, around.screen()));
            }
            return shown.exitCode();
        });
    }

    /** Leaves the figures of the work in the textfile; who found another process at work has none to tell. */
    static int measured(Program program, IntSupplier work) {
        MetricsTextfile metrics = program.get(MetricsTextfile.class);
        boolean busy = false;
        try {
            int code = work.getAsInt();
            busy = code == ExitCodes.BUSY;
            return code;
        } catch (DatabaseInUseException e) {
            busy = true;
            throw e;
        } finally {
            if (!busy) {
                metrics.write();
            }
        }
    }

    static void tellNext(RunReport report, Program program, Screen screen) {
        Instant now = program.get(Clock.class).instant();
        List<String> commands = Repairs.next(report, program.get(Nights.class).nightOf(now));
        screen.out().println();
        screen.out().println("Next:");
        commands.forEach(command -> screen.out().println("  " + command));
    }

    private static Shown run(Program program, Function<Runs, RunResult> work, Surroundings around) {
        ShownRun shown = new ShownRun(program, around.screen());
        Runs runs = runs(program);
        around.stop().onStop(runs::requestStop);
        RunResult result = Progress.during(program.get(RunProgress.class), around.screen(), () -> work.apply(runs));
        return shown.tell(result);
    }

    private static Runs runs(Program program) {
        try {
            return program.get(Runs.class);
        } catch (RuntimeException e) {
            program.get(RunListeners.class).broke(e);
            throw e;
        }
    }

    private Shown tell(RunResult result) {
        Optional<RunReport> report = result.run().map(Run::id).flatMap(RunsCommand.reports(program)::find);
        switch (result.end()) {
            case NOTHING_TO_DO -> screen.out().println(result.message());
            case LEASE_TAKEN, LEASE_LOST, UNKNOWN_NIGHT -> screen.err().println(result.message());
            case COMPLETED, PARTIAL, FAILED, STOPPED -> report.ifPresent(this::print);
        }
        print(result.warnings());
        return new Shown(result, report);
    }

    private void print(RunReport report) {
        PrintWriter out = screen.out();
        // After a dry run there is nothing to be shown later: all of it is told now.
        List<String> lines = program.get(Database.class).isRehearsal()
                ? RunSummary.linesOfDryRun(report, RunsCommand.consentNotes(program))
                : RunSummary.lines(report, RunsCommand.consentNotes(program));
        out.println(screen.bold(screen.verdict(lines.get(0))));
        lines.stream().skip(1).forEach(out::println);
    }

    private void print(List<String> warnings) {
        if (!warnings.isEmpty()) {
            screen.out().println();
            screen.out().println("Soon to be done:");
            warnings.forEach(warning -> screen.out().println("  " + warning));
        }
    }

    /** What came of it. */
    record Shown(RunResult result, Optional<RunReport> report) {
        int exitCode() {
            return ExitCodes.of(result.end());
        }
    }
}
