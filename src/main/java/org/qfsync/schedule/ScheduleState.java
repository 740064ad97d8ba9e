package org.qfsync.schedule;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.qfsync.job.ScheduleProperties;

/**
 * How the schedule stands.
 *
 * @param schedule cron expression and zone
 * @param pause present while it is paused: its fires then start nothing
 * @param nextFires the next ones, the soonest first; a pause does not change them
 * @param repetition when a night that did not come out whole is tried again by itself
 * @param asked true while a run that somebody asked for waits for the daemon to start it
 * @param firing true while a fire is being worked off
 * @param daemonSeenAt when a daemon that shares this database last gave a sign of life; empty if none ever did, and
 *     on H2, where it is the one process that has the database open
 */
public record ScheduleState(
        ScheduleProperties schedule,
        Optional<Pause> pause,
        List<ZonedDateTime> nextFires,
        Optional<Instant> repetition,
        boolean asked,
        boolean firing,
        Optional<Instant> daemonSeenAt) {
    public ScheduleState {
        nextFires = List.copyOf(nextFires);
    }

    /** When it starts a run by itself next; empty while it is paused, and if it never fires again. */
    public Optional<ZonedDateTime> nextStart() {
        return pause.isPresent() ? Optional.empty() : nextFires.stream().findFirst();
    }

    /**
     * That it is paused.
     *
     * @param by who did it
     * @param reason in their words; empty if they gave none
     */
    public record Pause(Instant since, String by, String reason) {
        /** Since when, by whom and why, for people. */
        public String words() {
            return "paused since " + since.toString().replaceFirst("\\.\\d+", "") + " by " + by
                    + (reason.isEmpty() ? "" : " (" + reason + ")");
        }
    }
}
