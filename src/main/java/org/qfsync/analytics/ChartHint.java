package org.qfsync.analytics;

import java.util.Optional;

/**
 * Which columns of a result make a chart: bars, or a heat map.
 *
 * @param label the column whose values name the bars, or the columns of a heat map
 * @param value the column of numbers that are the bars' lengths, or the heat
 * @param row the column whose values name the rows of a heat map; empty for bars
 */
public record ChartHint(String label, String value, Optional<String> row) {
    /** Bars. */
    public ChartHint(String label, String value) {
        this(label, value, Optional.empty());
    }

    /** True for a heat map. */
    public boolean isHeatMap() {
        return row.isPresent();
    }
}
