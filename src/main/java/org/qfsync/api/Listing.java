package org.qfsync.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a user's things: the User APIs' usual envelope. */
record Listing<T>(List<T> data, @Nullable CursorPagination pagination) implements CursorPage<T> {
    Listing {
        Wire.required(data, "data");
    }

    @Override
    public List<T> items() {
        return data;
    }
}
