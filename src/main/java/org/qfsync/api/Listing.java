package org.qfsync.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One page of a user's things: the User APIs' usual envelope. */
record Listing(List<ObjectNode> data, @Nullable CursorPagination pagination) implements CursorPage {
    Listing {
        Wire.requireIds(Wire.required(data, "data"), "data");
    }

    @Override
    public List<ObjectNode> items() {
        return data;
    }
}
