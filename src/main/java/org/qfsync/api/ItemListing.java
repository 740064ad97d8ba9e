package org.qfsync.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One page of a collection's items: here the list is inside the data, and the paging is over it. */
record ItemListing(Data data, @Nullable CursorPagination pagination) implements CursorPage {
    ItemListing {
        Wire.required(data, "data");
    }

    @Override
    public List<ObjectNode> items() {
        return data.bookmarks();
    }

    record Data(List<ObjectNode> bookmarks) {
        Data {
            Wire.requireIds(Wire.required(bookmarks, "data.bookmarks"), "data.bookmarks");
        }
    }
}
