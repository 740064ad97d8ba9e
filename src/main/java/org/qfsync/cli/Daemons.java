package org.qfsync.cli;

import java.time.Duration;
import java.time.Instant;
import org.qfsync.schedule.ScheduleState;

/** Whether a daemon keeps the schedule of a database that several processes share. */
final class Daemons {
    /** A daemon gives a sign of life each 7.5 seconds; hosts' clocks may differ a little. */
    private static final Duration ALIVE = Duration.ofMinutes(1);

    private Daemons() {}

    static boolean isAlive(ScheduleState state, Instant now) {
        return state.daemonSeenAt()
                .filter(at -> Duration.between(at, now).compareTo(ALIVE) < 0)
                .isPresent();
    }

    static String ago(Instant at, Instant now) {
        Duration age = Duration.between(at, now);
        if (age.compareTo(Duration.ofMinutes(2)) < 0) {
            return Math.max(0, age.toSeconds()) + " s ago";
        }
        return age.compareTo(Duration.ofHours(2)) < 0 ? age.toMinutes() + " min ago" : age.toHours() + " h ago";
    }
}
