package org.qfsync.job;

import org.qfsync.domain.Selection;
import org.qfsync.store.Stamp;
import org.qfsync.store.UnknownFields;

/**
 * The run under way, as its steps know it.
 *
 * @param epoch of the lease it holds
 * @param stamp what the rows it changes are stamped with
 * @param unknown takes fields that have no column
 * @param users deals out the users of the pass
 */
record RunContext(Run run, long epoch, Stamp stamp, UnknownFields unknown, UserQueue users) {
    /** What of everything the run is asked for. */
    Selection selection() {
        return run.selection();
    }
}
