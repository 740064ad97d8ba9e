package org.qfsync.cli;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qfsync.analytics.OutputFormat;
import org.qfsync.analytics.RowPrinter;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.job.Nights;
import org.qfsync.job.ScheduleProperties;
import org.qfsync.report.TextTable.Column;
import org.qfsync.schedule.ScheduleControl;
import org.qfsync.schedule.ScheduleState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows when the daemon runs next, and whether it is paused. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the daemon's next runs, whether they are paused and by whom, a repetition that is due, and when a"
                    + " daemon was last seen.",
            "Beside a daemon on H2, which has the database to itself, only the configured times are shown."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  qfsync schedule show", "  qfsync schedule show --next 14 --format csv"})
final class ScheduleShowCommand implements Callable<Integer> {
    private static final List<Column> COLUMNS =
            List.of(Column.text("fires_at"), Column.text("kind"), Column.text("starts_a_run"));
    private static final DateTimeFormatter FIRE =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss XXX", Locale.ROOT);

    private final RootCommand root;
    private final Surroundings around;

    @Option(names = "--next", paramLabel = "N", description = "So many of them (default: ${DEFAULT-VALUE}).")
    private int next = 5;

    @Option(names = "--format", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES} (default: table).")
    private OutputFormat format = OutputFormat.TABLE;

    ScheduleShowCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync schedule")) {
            ScheduleState state = state(program);
            if (format == OutputFormat.TABLE) {
                tell(state, program.get(Clock.class).instant());
            } else {
                list(state);
            }
            return ExitCodes.OK;
        }
    }

    /** Beside a daemon on H2 the database cannot be asked. */
    private ScheduleState state(Program program) {
        try {
            return program.get(ScheduleControl.class).state(next);
        } catch (RuntimeException e) {
            if (Failures.tell(e).exitCode() != ExitCodes.BUSY) {
                throw e;
            }
            around.screen().err().println("The database is in use by another process: shown in the configured zone.");
            ScheduleProperties schedule = program.get(ScheduleProperties.class);
            List<ZonedDateTime> fires =
                    new Nights(schedule).nextFires(program.get(Clock.class).instant(), next);
            return new ScheduleState(
                    schedule, Optional.empty(), fires, Optional.empty(), false, false, Optional.empty());
        }
    }

    private void tell(ScheduleState state, Instant now) {
        ZoneId zone = state.schedule().zone();
        say("Cron \"" + state.schedule().cron() + "\" in zone " + zone.getId());
        state.nextFires().forEach(fire -> say("  " + FIRE.format(fire)));
        if (state.nextFires().isEmpty()) {
            say("  it never fires again");
        }
        state.pause()
                .ifPresent(pause -> say("It is " + pause.words() + ": none of these starts a run. To go on: "
                        + around.command() + " schedule resume"));
        state.repetition()
                .ifPresent(at -> say("The last night is tried again at " + FIRE.format(at.atZone(zone))
                        + (state.pause().isPresent() ? ", unless it is still paused" : "")));
        if (state.asked()) {
            say("A run was asked for; the daemon has not begun it yet.");
        }
        if (state.firing()) {
            say("A run of the schedule is under way.");
        }
        state.daemonSeenAt().ifPresent(at -> say("A daemon was last seen " + Daemons.ago(at, now) + "."));
    }

    private void list(ScheduleState state) {
        boolean starts = state.pause().isEmpty();
        try (RowPrinter rows = RowPrinter.of(format, COLUMNS, around.screen().out())) {
            if (state.asked()) {
                rows.row(Arrays.<@Nullable Object>asList(null, "asked", true));
            }
            state.repetition().ifPresent(at -> rows.row(Arrays.asList(at.toString(), "repetition", starts)));
            state.nextFires()
                    .forEach(fire ->
                            rows.row(Arrays.asList(fire.toOffsetDateTime().toString(), "schedule", starts)));
        }
    }

    private void say(String line) {
        around.screen().out().println(line);
    }
}
