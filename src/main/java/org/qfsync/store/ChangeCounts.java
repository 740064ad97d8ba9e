package org.qfsync.store;

/**
 * What writing a listing did.
 *
 * @param inserted rows that were new, or came back after they had been removed
 * @param updated rows that had changed
 * @param unchanged rows found as they were, not touched
 * @param removed rows that got a tombstone
 */
public record ChangeCounts(long inserted, long updated, long unchanged, long removed) {
    /** Nothing written, nothing found. */
    public static final ChangeCounts NONE = new ChangeCounts(0, 0, 0, 0);

    public ChangeCounts plus(ChangeCounts other) {
        return new ChangeCounts(
                inserted + other.inserted,
                updated + other.updated,
                unchanged + other.unchanged,
                removed + other.removed);
    }

    /** How many different rows the listing had. */
    public long listed() {
        return inserted + updated + unchanged;
    }
}
