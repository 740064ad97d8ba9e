package org.qfsync.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a collection's items: here the list is inside the data, and the paging is over it. */
record ItemListing(Data data, @Nullable CursorPagination pagination) implements CursorPage<BookmarkResponse> {
    ItemListing {
        Wire.required(data, "data");
    }

    @Override
    public List<BookmarkResponse> items() {
        return data.bookmarks();
    }

    record Data(List<BookmarkResponse> bookmarks) {
        Data {
            Wire.required(bookmarks, "data.bookmarks");
        }
    }
}
