package org.qfsync.job;

import java.text.ParseException;
import java.time.ZoneId;
import org.qfsync.domain.Settings;
import org.quartz.CronExpression;

/**
 * When nights are due.
 *
 * @param cron a Quartz cron expression
 * @param zone in which it is read, and in which nights have their dates
 */
public record ScheduleProperties(String cron, ZoneId zone) {
    private static final String DEFAULT_CRON = "0 30 2 * * ?";

    /** Reads {@code qfsync.schedule.cron} (default 02:30) and {@code qfsync.schedule.zone} (default the system's). */
    public static ScheduleProperties from(Settings settings) {
        String cron = settings.parsed(
                "qfsync.schedule.cron",
                DEFAULT_CRON,
                "a Quartz cron expression such as \"" + DEFAULT_CRON + "\"",
                ScheduleProperties::valid);
        ZoneId zone = settings.parsed(
                "qfsync.schedule.zone", ZoneId.systemDefault(), "a time zone such as Europe/Berlin or UTC", ZoneId::of);
        return new ScheduleProperties(cron, zone);
    }

    private static String valid(String cron) {
        try {
            CronExpression.validateExpression(cron);
            return cron;
        } catch (ParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
