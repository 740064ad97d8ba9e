package org.qfsync.job;

import java.util.Optional;
import org.qfsync.domain.Verdict;

/**
 * Where the process with the run lease lets others know how far its run is, and where they ask it to stop. A signal
 * would end a daemon, and could hit a stranger that got the process's id.
 */
interface LiveBoard {
    /** The owner begins a run: what was asked of an earlier one is over. */
    void begin();

    /** True if somebody is about to begin a run, or to publish one, as far as that is known here. */
    boolean isBeginning();

    /** The owner's run as it is now. */
    void publish(LiveRun now, String owner);

    /**
     * The owner's run is over.
     *
     * @param end as it ended; empty if nobody knows
     */
    void end(Optional<LiveRun> end, String owner);

    /** How that run ended, as far as it is known here. */
    Optional<Verdict> verdictOf(long runId);

    /** The run of a living owner; empty if there is none. */
    Optional<LiveRun> read();

    /** True if that attempt's status is still here: its owner did not live to take it away. */
    boolean isLeftBehind(LiveRun run);

    /** Asks that run to stop. */
    void requestStop(LiveRun run, String by);

    /** Who asked the owner to stop that run; empty if nobody did. */
    Optional<String> stopRequestedBy(LiveRun run, String owner);
}
