package org.qfsync.sandbox;

/** How a listing changes its order between two pages of somebody's walk. Nothing is created or deleted by it. */
public enum Shift {
    /** The last item becomes the first: the walk misses it, and nothing shows that. */
    MISSED,
    /** The first item becomes the last: the walk meets it twice. */
    REPEATED,
    /** The same, where the cursor counts items: the walk also jumps over the one after the cursor. */
    JUMPED
}
