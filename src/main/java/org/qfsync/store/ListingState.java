package org.qfsync.store;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/**
 * What of a user need not be listed again.
 *
 * @param fullNight when everything was last listed; empty if never
 * @param head what the sync feed was last at; empty if it was not used
 * @param signatures of the collections whose items were listed completely, by id
 */
public record ListingState(Optional<LocalDate> fullNight, Optional<Head> head, Map<String, String> signatures) {
    /** Of a user who was never listed. */
    public static final ListingState NONE = new ListingState(Optional.empty(), Optional.empty(), Map.of());

    /**
     * What the rows know of.
     *
     * @param at the last mutation, in milliseconds since 1970
     * @param covers what it stands for
     */
    public record Head(long at, String covers) {}

    public ListingState {
        signatures = Map.copyOf(signatures);
    }
}
