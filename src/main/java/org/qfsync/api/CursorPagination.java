package org.qfsync.api;

import org.jspecify.annotations.Nullable;

/** Where a page of a cursor listing ends. The cursor is opaque: handed back as it came, never interpreted. */
record CursorPagination(@Nullable String endCursor, Boolean hasNextPage) {
    CursorPagination {
        Wire.required(hasNextPage, "hasNextPage");
    }
}
