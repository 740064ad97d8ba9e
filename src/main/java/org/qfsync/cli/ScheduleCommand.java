package org.qfsync.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What concerns the daemon's schedule; alone it shows it. */
@Command(
        name = "schedule",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "[COMMAND]",
        description = {
            "Shows the daemon's next runs, pauses and resumes them, or asks for one now.",
            "QFSYNC_SCHEDULE_CRON is a Quartz cron expression (default \"0 30 2 * * ?\"), QFSYNC_SCHEDULE_ZONE a time"
                    + " zone; the zone that a database was created with stays."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  qfsync schedule                              the next five runs, and whether it is paused",
            "  qfsync schedule pause --reason 'upgrade'     no fire starts a run until it is resumed",
            "  qfsync schedule resume",
            "  qfsync schedule now                          tonight's run at once, by the daemon",
            "  QFSYNC_SCHEDULE_CRON=\"0 0 4 * * ?\" qfsync schedule"
        })
final class ScheduleCommand implements Callable<Integer> {
    private final ScheduleShowCommand show;

    ScheduleCommand(RootCommand root, Surroundings around) {
        this.show = new ScheduleShowCommand(root, around);
    }

    @Override
    public Integer call() {
        return show.call();
    }
}
