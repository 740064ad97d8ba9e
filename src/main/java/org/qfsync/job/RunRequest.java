package org.qfsync.job;

import java.time.LocalDate;
import java.util.Optional;
import org.qfsync.domain.Selection;

/**
 * What a caller wants.
 *
 * @param night a night to resume or repeat, or tonight by its date; empty means tonight
 * @param again true to start a further pass over everything although the night is complete
 * @param selection what of everything; less than everything is a pass of its own and no part of the night
 * @param doing what is being done, in words for whoever finds the lease taken
 * @param repeated true if who asks will ask again soon, should the night come out partial
 */
public record RunRequest(
        Optional<LocalDate> night, boolean again, Selection selection, String doing, boolean repeated) {
    /** A request that nobody repeats. */
    public RunRequest(Optional<LocalDate> night, boolean again, Selection selection, String doing) {
        this(night, again, selection, doing, false);
    }

    /** A request for everything. */
    public RunRequest(Optional<LocalDate> night, boolean again, String doing) {
        this(night, again, Selection.all(), doing);
    }

    /** The same from somebody who will ask again soon, should the night come out partial: that is not yet its end. */
    public RunRequest toBeRepeated(boolean willBe) {
        return new RunRequest(night, again, selection, doing, willBe);
    }

    /** Tonight, as far as it is still open. */
    public static RunRequest tonight(String doing) {
        return new RunRequest(Optional.empty(), false, doing);
    }
}
