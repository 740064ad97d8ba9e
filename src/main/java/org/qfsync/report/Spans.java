package org.qfsync.report;

import java.time.Duration;
import java.util.Locale;

/** Durations in the form in which people say them. */
public final class Spans {
    private Spans() {}

    /** As in 840 ms, 3.2 s, 4 min 5 s or 2 h 10 min. */
    public static String words(Duration span) {
        if (span.compareTo(Duration.ofSeconds(1)) < 0) {
            return span.toMillis() + " ms";
        }
        if (span.compareTo(Duration.ofMinutes(1)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0);
        }
        return span.compareTo(Duration.ofHours(1)) < 0
                ? span.toMinutes() + " min " + span.toSecondsPart() + " s"
                : span.toHours() + " h " + span.toMinutesPart() + " min";
    }
}
