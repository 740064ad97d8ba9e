package org.qfsync.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.job.Nights;
import org.qfsync.job.ScheduleProperties;
import org.qfsync.report.MonitoringProperties;
import org.qfsync.report.Vitals;
import org.qfsync.schedule.ScheduleControl;
import org.qfsync.schedule.ScheduleState;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whether nights come when they should, and came. */
final class ScheduleChecks {
    private final Program program;
    private final Examination examination;
    private final Surroundings around;

    ScheduleChecks(Program program, Examination examination, Surroundings around) {
        this.program = program;
        this.examination = examination;
        this.around = around;
    }

    void examine(boolean database) {
        if (database) {
            examination.examine(
                    "schedule", () -> of(program.get(ScheduleControl.class).state(1)));
            examination.examine("last-night", this::lastNight);
        } else {
            examination.examine("schedule", this::configured);
            examination.skip("needs the database", "last-night");
        }
    }

    private Finding of(ScheduleState state) {
        if (state.pause().isPresent()) {
            return Finding.warn(
                    "schedule",
                    "it is " + state.pause().get().words() + ": the daemon starts no run",
                    "To go on: " + around.command() + " schedule resume");
        }
        String daemon = state.daemonSeenAt()
                .map(at -> ", a daemon was last seen " + Daemons.ago(at, now()))
                .orElse("");
        return next(state.nextFires(), state.schedule(), daemon);
    }

    private Finding configured() {
        ScheduleProperties schedule = program.get(ScheduleProperties.class);
        return next(new Nights(schedule).nextFires(now(), 1), schedule, "; whether it is paused needs the database");
    }

    private static Finding next(List<ZonedDateTime> fires, ScheduleProperties schedule, String more) {
        String cron = "\"" + schedule.cron() + "\" " + schedule.zone();
        return fires.isEmpty()
                ? Finding.fail("schedule", cron + " never fires again", "Set QFSYNC_SCHEDULE_CRON to a time to come.")
                : Finding.ok("schedule", cron + " fires next at " + fires.get(0).toOffsetDateTime() + more);
    }

    private Finding lastNight() {
        Optional<Instant> good = new Vitals(program.get(JdbcTemplate.class)).lastGoodNight();
        if (good.isEmpty()) {
            return Finding.warn(
                    "last-night", "no night has been complete yet", "Run the first one: " + around.command() + " run");
        }
        String message = "the last complete night ended " + Daemons.ago(good.get(), now());
        if (Duration.between(good.get(), now())
                        .compareTo(program.get(MonitoringProperties.class).freshnessMaxAge())
                <= 0) {
            return Finding.ok("last-night", message);
        }
        return Finding.fail(
                "last-night",
                message + ", longer ago than QFSYNC_HEALTH_FRESHNESS_MAX_AGE",
                "See what failed (" + around.command() + " runs), whether a daemon or cron is at work, then: "
                        + around.command() + " run");
    }

    private Instant now() {
        return program.get(Clock.class).instant();
    }
}
