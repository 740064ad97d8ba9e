package org.qfsync.content;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of change that the feed of Content Sync names, and what each asks of us. */
enum MutationType {
    RESOURCE_CREATE(Action.FETCH),
    RESOURCE_INVALIDATE(Action.FETCH),
    RESOURCE_DELETE(Action.REMOVE),
    /** Something about the resource, not its rows. */
    RESOURCE_UPDATE(Action.NOTE),
    ROW_CREATE(Action.STORE_ROW),
    ROW_UPDATE(Action.STORE_ROW),
    ROW_DELETE(Action.REMOVE_ROW);

    /** What is to be done. */
    enum Action {
        /** Replace all rows of the resource by its snapshot. */
        FETCH,
        /** Remove all rows of the resource. */
        REMOVE,
        /** Keep the rows as they are. */
        NOTE,
        STORE_ROW,
        REMOVE_ROW
    }

    private final Action action;

    MutationType(Action action) {
        this.action = action;
    }

    Action action() {
        return action;
    }

    /** Empty for a word that the service did not have when this was written. */
    static Optional<MutationType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.name().equals(word)).findFirst();
    }
}
