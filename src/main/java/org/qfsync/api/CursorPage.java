package org.qfsync.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One page of a listing that is continued by cursor. */
interface CursorPage {
    /** Each has an id. */
    List<ObjectNode> items();

    /** May be missing where there are no items. */
    @Nullable CursorPagination pagination();
}
