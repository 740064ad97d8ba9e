package org.qfsync.job;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What a caller wants.
 *
 * @param night a night to resume or repeat, or tonight by its date; empty means tonight
 * @param again true to start a further pass over everything although the night is complete
 * @param doing what is being done, in words for whoever finds the lease taken
 */
public record RunRequest(Optional<LocalDate> night, boolean again, String doing) {
    /** Tonight, as far as it is still open. */
    public static RunRequest tonight(String doing) {
        return new RunRequest(Optional.empty(), false, doing);
    }
}
