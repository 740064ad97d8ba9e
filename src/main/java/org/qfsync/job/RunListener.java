package org.qfsync.job;

import java.util.List;

/**
 * Is told when runs begin and end, in the process that runs them, whoever asked for them. It is called by the thread
 * that runs, so it must return within seconds; what it throws is logged and changes nothing.
 */
public interface RunListener {
    /**
     * The processes of these runs died, and their books have been closed as FAILED, while the right to run is held. One
     * of them may go on as soon as this returns.
     */
    default void died(List<Run> runs) {}

    /** An attempt at a pass begins. */
    default void began(Run run) {}

    /**
     * A request to run is over, while the right to run is still held: no other run begins before this returns. Not told
     * of a request that touched nothing, because another run was alive or there is no such night, nor of a run that
     * another process has taken over: that one tells.
     */
    default void ended(RunResult result) {}

    /**
     * The same, but the night is partial and whoever asked asks again soon: how it came out is not known yet. However
     * that goes, {@link #notRepeated} follows, be it of the next process.
     */
    default void endedForNow(RunResult result) {}

    /**
     * True if {@link #notRepeated} would find something to tell; asked without the right to run.
     *
     * @throws org.springframework.dao.DataAccessException if the database does not answer
     */
    default boolean owes() {
        return false;
    }

    /** Nobody repeats the latest night any more, while the right to run is held: what was put off of it is due. */
    default void notRepeated() {}

    /** A request ended without a result: by a defect, or because the database could not be used. */
    default void broke(RuntimeException failure) {}
}
