package org.qfsync.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a listing that is continued by cursor. */
interface CursorPage<T> {
    List<T> items();

    /** May be missing where there are no items. */
    @Nullable CursorPagination pagination();
}
