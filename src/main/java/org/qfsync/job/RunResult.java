package org.qfsync.job;

import java.util.List;
import java.util.Optional;
import org.qfsync.domain.Verdict;

/**
 * What came of a request to run.
 *
 * @param end how it ended
 * @param run the pass it concerns; empty where none was touched
 * @param message one or two sentences for people: what happened, and what to do if anything is to be done
 * @param warnings what somebody should do soon, however the run ended, one sentence each
 */
public record RunResult(End end, Optional<Run> run, String message, List<String> warnings) {
    public RunResult {
        warnings = List.copyOf(warnings);
    }

    RunResult(End end, Optional<Run> run, String message) {
        this(end, run, message, List.of());
    }

    /** The ways a request to run can end. */
    public enum End {
        COMPLETED,
        PARTIAL,
        FAILED,
        STOPPED,
        /** The night was complete already; nothing was done. */
        NOTHING_TO_DO,
        /** Another run is alive. */
        LEASE_TAKEN,
        /** This process was out of touch so long that another one took over; it wrote nothing more. */
        LEASE_LOST,
        /** There is no such night or run, or it cannot be gone on with; nothing was done. */
        UNKNOWN_NIGHT;

        static End of(Verdict verdict) {
            return valueOf(verdict.name());
        }
    }
}
