package org.qfsync.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.qfsync.job.Nights;
import org.qfsync.job.RunAudit;
import org.qfsync.schedule.ScheduleState.Pause;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a person may do to the schedule, from the daemon itself or from a process beside it. A pause stands in the
 * database; each fire looks for it, and one that finds it starts nothing and is not made up for. Runs by hand or by cron
 * are no part of the schedule and are not paused. What is changed is noted in the audit. Thread-safe.
 */
public final class ScheduleControl {
    static final TriggerKey ASKED = new TriggerKey("now", NightSchedule.GROUP);
    /** In the data of a fire that somebody asked for: who. */
    static final String ASKED_BY = "asked-by";

    private static final Logger LOG = LoggerFactory.getLogger(ScheduleControl.class);
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_REASON = 500;

    private final JdbcClient jdbc;
    private final Nights nights;
    private final RunAudit audit;
    private final Supplier<Scheduler> scheduler;
    private final Clock clock;

    /** @param scheduler asked for only when a run is to be started */
    ScheduleControl(JdbcClient jdbc, Nights nights, RunAudit audit, Supplier<Scheduler> scheduler, Clock clock) {
        this.jdbc = jdbc;
        this.nights = nights;
        this.audit = audit;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** How it stands, with so many of its next fires. */
    public ScheduleState state(int fires) {
        return new ScheduleState(
                nights.schedule(),
                currentPause(),
                nights.nextFires(clock.instant(), fires),
                fireOf(Retries.KEY),
                fireOf(ASKED).isPresent(),
                count("quartz.QRTZ_FIRED_TRIGGERS WHERE state = 'EXECUTING'") > 0,
                millis("SELECT MAX(last_checkin_time) FROM quartz.QRTZ_SCHEDULER_STATE"));
    }

    /** The pause that holds now; empty if the schedule is kept. */
    public Optional<Pause> currentPause() {
        return jdbc.sql("SELECT paused_at, paused_by, reason FROM ops.schedule_pause")
                .query((row, n) -> pause(row))
                .optional();
    }

    /**
     * Lets fires start nothing from now on. A run under way goes on.
     *
     * @param by who wants it
     * @param reason why; may be empty
     * @return false if it was paused already: that pause stands
     */
    public boolean pause(String by, String reason) {
        try {
            audit.pause(by, () -> insertPause(line(by, LONGEST_NAME), reason));
        } catch (DuplicateKeyException e) {
            return false;
        }
        LOG.info("The schedule is paused by {}", line(by, LONGEST_NAME));
        return true;
    }

    private boolean insertPause(String by, String reason) {
        return jdbc.sql("INSERT INTO ops.schedule_pause (id, paused_at, paused_by, reason)"
                                + " VALUES (1, :at, :by, :reason)")
                        .param("at", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                        .param("by", by)
                        .param("reason", reason.isBlank() ? null : line(reason, LONGEST_REASON))
                        .update()
                > 0;
    }

    /**
     * Lets fires start runs again, from the next one on.
     *
     * @return false if it was not paused
     */
    public boolean resume(String by) {
        boolean paused = audit.resume(
                by, () -> jdbc.sql("DELETE FROM ops.schedule_pause").update() > 0);
        if (paused) {
            LOG.info("The schedule is resumed by {}", line(by, LONGEST_NAME));
        }
        return paused;
    }

    /**
     * Has the daemon run tonight as far as it is open, paused or not: at once where this process is the daemon, within
     * half a minute where it is another one on the same PostgreSQL database. Where there is no daemon, the next one does
     * it when it starts.
     *
     * @return false if somebody has asked already and it has not begun
     */
    public boolean now(String by) {
        try {
            Scheduler stored = scheduler.get();
            if (!stored.checkExists(NightSchedule.JOB)) {
                stored.addJob(NightSchedule.job(), false);
            }
            if (stored.checkExists(ASKED)) {
                return false;
            }
            audit.run(by, List.of(), "tonight's run, of the schedule");
            stored.scheduleJob(TriggerBuilder.newTrigger()
                    .withIdentity(ASKED)
                    .withDescription("Asked for by a person")
                    .forJob(NightSchedule.JOB)
                    .usingJobData(ASKED_BY, line(by, LONGEST_NAME))
                    .startAt(Date.from(clock.instant()))
                    .withSchedule(SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionFireNow())
                    .build());
            LOG.info("{} asked for tonight's run", line(by, LONGEST_NAME));
            return true;
        } catch (ObjectAlreadyExistsException e) {
            return false;
        } catch (SchedulerException e) {
            throw new IllegalStateException("The schedule cannot be asked for a run", e);
        }
    }

    private Optional<Instant> fireOf(TriggerKey trigger) {
        return millis("SELECT next_fire_time FROM quartz.QRTZ_TRIGGERS WHERE trigger_group = '" + trigger.getGroup()
                + "' AND trigger_name = '" + trigger.getName() + "'");
    }

    private Optional<Instant> millis(String sql) {
        return jdbc.sql(sql).query((row, n) -> row.getLong(1)).list().stream()
                .filter(at -> at > 0)
                .findFirst()
                .map(Instant::ofEpochMilli);
    }

    private long count(String rows) {
        return jdbc.sql("SELECT COUNT(*) FROM " + rows).query(Long.class).single();
    }

    private static Pause pause(ResultSet row) throws SQLException {
        @Nullable String reason = row.getString("reason");
        return new Pause(
                Objects.requireNonNull(row.getObject("paused_at", OffsetDateTime.class))
                        .toInstant(),
                row.getString("paused_by"),
                reason == null ? "" : reason);
    }

    /** What people type stands in logs and on terminals. */
    private static String line(String words, int longest) {
        String line = words.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= longest ? line : line.substring(0, longest);
    }
}
