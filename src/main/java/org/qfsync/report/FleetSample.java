package org.qfsync.report;

import java.time.Instant;
import java.util.List;

/**
 * One value of a meter.
 *
 * @param values of its labels, in their order
 */
record FleetSample(FleetMeter meter, double value, List<String> values) {
    static FleetSample of(FleetMeter meter, double value, String... values) {
        return new FleetSample(meter, value, List.of(values));
    }

    /** A whole number. */
    static FleetSample count(FleetMeter meter, long value, String... values) {
        return of(meter, (double) value, values);
    }

    /** A time, in seconds since 1970. */
    static FleetSample at(FleetMeter meter, Instant time, String... values) {
        return of(meter, time.toEpochMilli() / 1000.0, values);
    }
}
