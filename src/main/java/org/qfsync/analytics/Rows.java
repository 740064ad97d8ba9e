package org.qfsync.analytics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes a result row by row, however long it is. */
@FunctionalInterface
public interface Rows {
    /** One value for each column, as {@link QueryResult} has them. */
    void row(List<@Nullable Object> values);

    /** Makes what takes the rows, once their columns are known. */
    @FunctionalInterface
    interface Opening {
        Rows open(List<ResultColumn> columns);
    }
}
