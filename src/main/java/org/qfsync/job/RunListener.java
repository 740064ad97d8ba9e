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
     * The same, but the night is partial and whoever asked asks again soon: how it came out is not known yet. If nobody
     * asks again after all, {@link #ended} follows.
     */
    default void endedForNow(RunResult result) {}

    /** A request ended without a result: by a defect, or because the database could not be used. */
    default void broke(RuntimeException failure) {}
}
