package org.qfsync.job;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/**
 * Counts nights: a night's date is that of the latest scheduled fire at or before a moment, in the schedule's zone, so
 * that a run at 23:00 and its repair at 01:00 belong to the same one. Immutable.
 */
public final class Nights {
    private static final List<Duration> LOOK_BACK =
            List.of(Duration.ofDays(2), Duration.ofDays(8), Duration.ofDays(62), Duration.ofDays(800));

    private final ScheduleProperties schedule;

    public Nights(ScheduleProperties schedule) {
        this.schedule = schedule;
    }

    /** The night that a moment belongs to; where the schedule never fired before it, the moment's own date. */
    public LocalDate nightOf(Instant now) {
        return lastFire(now).orElse(now).atZone(schedule.zone()).toLocalDate();
    }

    /** The latest scheduled fire at or before a moment; empty where the schedule never fired before it. */
    public Optional<Instant> lastFire(Instant now) {
        return LOOK_BACK.stream()
                .flatMap(reach -> lastFire(now.minus(reach), now).stream())
                .findFirst();
    }

    /** The schedule that nights are counted by: its zone is the one that the database's first start recorded. */
    public ScheduleProperties schedule() {
        return schedule;
    }

    /** The next scheduled fires after a moment, the soonest first; fewer if the schedule ends. */
    public List<ZonedDateTime> nextFires(Instant after, int count) {
        CronExpression cron = cron();
        return Stream.iterate(next(cron, after), fire -> fire != null, fire -> next(cron, fire))
                .limit(count)
                .map(fire -> fire.atZone(schedule.zone()))
                .toList();
    }

    private Optional<Instant> lastFire(Instant from, Instant now) {
        CronExpression cron = cron();
        Instant last = null;
        // A schedule that fires every few minutes still has its last fire in the shortest stretch.
        for (Instant fire = next(cron, from); fire != null && !fire.isAfter(now); fire = next(cron, fire)) {
            last = fire;
        }
        return Optional.ofNullable(last);
    }

    private static @Nullable Instant next(CronExpression cron, @Nullable Instant after) {
        Date fire = after == null ? null : cron.getNextValidTimeAfter(Date.from(after));
        return fire == null ? null : fire.toInstant();
    }

    private CronExpression cron() {
        try {
            CronExpression cron = new CronExpression(schedule.cron());
            cron.setTimeZone(TimeZone.getTimeZone(schedule.zone()));
            return cron;
        } catch (ParseException e) {
            throw new IllegalStateException("was validated when it was read", e);
        }
    }
}
