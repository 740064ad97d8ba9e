package org.qfsync.cli;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.qfsync.cli.ProgramLauncher.Logs;
import org.qfsync.cli.ProgramLauncher.Occasion;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.console.Console;
import org.qfsync.enrolment.Enrolment;
import org.qfsync.schedule.NightSchedule;
import org.qfsync.schedule.ScheduleControl;
import org.qfsync.store.Database;
import picocli.CommandLine.Command;

/** Keeps the schedule until it is stopped. A clean stop is what was asked for, so it ends with 0, as services do. */
@Command(
        name = "daemon",
        mixinStandardHelpOptions = true,
        description = {
            "Runs each night by its own schedule (QFSYNC_SCHEDULE_CRON, default \"0 30 2 * * ?\", in"
                    + " QFSYNC_SCHEDULE_ZONE), and repeats a failed or partial one later in the same night"
                    + " (QFSYNC_SCHEDULE_RETRIES, default 2, after QFSYNC_SCHEDULE_RETRY_DELAY, default 10m). A night"
                    + " missed while it was down is made up for once.",
            "It stays in the foreground and logs to the console. SIGTERM or Ctrl-C ends it with exit code 0, after the"
                    + " users in flight; a run under way is then STOPPED, and the next run resumes it.",
            "Operators' web pages are at http://127.0.0.1:8090 (QFSYNC_CONSOLE_PORT, off for none).",
            "With QFSYNC_ENROLMENT_PORT it also serves pages on which users give and withdraw their consent."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  qfsync daemon                                           every night at 02:30",
            "  QFSYNC_SCHEDULE_CRON='0 0 4 * * ?' qfsync daemon        every night at 04:00"
        })
final class DaemonCommand implements Callable<Integer> {
    private final Surroundings around;

    DaemonCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        around.stop().onStop(() -> say("Stopping after the users in flight ..."));
        try (Program program =
                        around.launcher().start(Occasion.of("qfsync daemon").with(Logs.SERVICE));
                NightSchedule schedule = program.get(NightSchedule.class);
                Enrolment enrolment = program.get(Enrolment.class);
                Console console = program.get(Console.class)) {
            Optional<URI> consentPage = enrolment.start();
            Optional<URI> pages = console.start();
            schedule.start();
            say(greeting(schedule, program.get(Database.class)));
            program.get(ScheduleControl.class)
                    .currentPause()
                    .ifPresent(pause -> say("The schedule is " + pause.words()
                            + ": no fire starts a run. To go on: qfsync schedule resume"));
            pages.ifPresent(page -> say("Watch and steer it at " + page));
            consentPage.ifPresent(page -> say("Users give and withdraw their consent at " + page));
            around.stop().await();
        }
        say("Stopped.");
        return ExitCodes.OK;
    }

    private static String greeting(NightSchedule schedule, Database database) {
        String next = schedule.nextFire()
                .map(fire -> fire.toLocalDate() + " " + fire.toLocalTime().withNano(0))
                .orElse("never");
        return "Keeping the schedule \"%s\": next run %s %s, database %s. Stop with SIGTERM."
                .formatted(schedule.schedule().cron(), next, schedule.schedule().zone(), database.location());
    }

    private void say(String line) {
        around.screen().out().println(line);
        around.screen().flush();
    }
}
