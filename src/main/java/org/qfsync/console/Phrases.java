package org.qfsync.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.qfsync.report.Spans;

/** Numbers, times and spans as the pages say them, in the schedule's time zone. Immutable. */
public final class Phrases {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM yyyy", Locale.ENGLISH);
    private static final int HOURS_TOLD = 48;

    private final ZoneId zone;
    private final Clock clock;

    Phrases(ZoneId zone, Clock clock) {
        this.zone = zone;
        this.clock = clock;
    }

    /** As in Sat 21 Nov 02:30. */
    public String at(Instant time) {
        return MINUTE.format(time.atZone(zone));
    }

    /** As in 2026-11-21 02:30:00. */
    public String exactly(Instant time) {
        return FULL.format(time.atZone(zone));
    }

    public String at(ZonedDateTime time) {
        return at(time.toInstant());
    }

    /** As in Sat 21 Nov 2026. */
    public String day(LocalDate day) {
        return DAY.format(day);
    }

    /** As in 5 min ago, or in 3 h. */
    public String ago(Instant time) {
        Duration span = Duration.between(time, clock.instant());
        return span.isNegative() ? "in " + roughly(span.negated()) : roughly(span) + " ago";
    }

    /** How old something is, as in 5 min, 3 h or 12 days. */
    public String age(Instant time) {
        Duration span = Duration.between(time, clock.instant());
        return roughly(span.isNegative() ? Duration.ZERO : span);
    }

    /** As in 840 ms, 3.2 s or 2 h 10 min. */
    public String span(Duration span) {
        return Spans.words(span);
    }

    /** A span in one unit. */
    public String roughly(Duration span) {
        if (span.toMinutes() < 1) {
            return span.toSeconds() + " s";
        }
        if (span.toHours() < 1) {
            return span.toMinutes() + " min";
        }
        return span.toHours() < HOURS_TOLD ? span.toHours() + " h" : span.toDays() + " days";
    }

    /** As in 6,236. */
    public String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** As in 8.3 a second, or 12 a minute. */
    public String rate(double perSecond) {
        return perSecond >= 1
                ? String.format(Locale.ROOT, "%.1f a second", perSecond)
                : String.format(Locale.ROOT, "%.0f a minute", perSecond * 60);
    }

    /** As in 1 user, 6,236 users. */
    public String count(long number, String one) {
        return number(number) + " " + one + (number == 1 ? "" : "s");
    }

    /** The zone in which times are told. */
    public String zone() {
        return zone.getId();
    }
}
