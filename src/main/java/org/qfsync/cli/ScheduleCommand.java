package org.qfsync.cli;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.job.Nights;
import org.qfsync.job.ScheduleProperties;
import picocli.CommandLine.Command;

/** Shows when the daemon runs next. */
@Command(
        name = "schedule",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the next five scheduled runs.",
            "QFSYNC_SCHEDULE_CRON is a Quartz cron expression (default \"0 30 2 * * ?\"), QFSYNC_SCHEDULE_ZONE a time"
                    + " zone; the zone that a database was created with stays."
        },
        footerHeading = "%nExample:%n",
        footer = "  QFSYNC_SCHEDULE_CRON=\"0 0 4 * * ?\" qfsync schedule")
final class ScheduleCommand implements Callable<Integer> {
    private static final int FIRES = 5;
    private static final DateTimeFormatter FIRE =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss XXX", Locale.ROOT);

    private final RootCommand root;
    private final Surroundings around;

    ScheduleCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync schedule")) {
            ScheduleProperties schedule = program.get(ScheduleProperties.class);
            List<ZonedDateTime> fires =
                    nights(program, schedule).nextFires(program.get(Clock.class).instant(), FIRES);
            String zone = fires.isEmpty()
                    ? schedule.zone().getId()
                    : fires.get(0).getZone().getId();
            around.screen().out().println("Cron \"" + schedule.cron() + "\" in zone " + zone);
            fires.forEach(fire -> around.screen().out().println("  " + FIRE.format(fire)));
            if (fires.isEmpty()) {
                around.screen().out().println("  it never fires again");
            }
            return ExitCodes.OK;
        }
    }

    /** Beside a daemon on H2 the database cannot be asked which zone it was created with. */
    private Nights nights(Program program, ScheduleProperties schedule) {
        try {
            return program.get(Nights.class);
        } catch (RuntimeException e) {
            if (Failures.tell(e).exitCode() != ExitCodes.BUSY) {
                throw e;
            }
            around.screen().err().println("The database is in use by another process: shown in the configured zone.");
            return new Nights(schedule);
        }
    }
}
