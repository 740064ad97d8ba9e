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
 */
public record RunRequest(Optional<LocalDate> night, boolean again, Selection selection, String doing) {
    /** A request for everything. */
    public RunRequest(Optional<LocalDate> night, boolean again, String doing) {
        this(night, again, Selection.all(), doing);
    }

    /** Tonight, as far as it is still open. */
    public static RunRequest tonight(String doing) {
        return new RunRequest(Optional.empty(), false, doing);
    }
}
