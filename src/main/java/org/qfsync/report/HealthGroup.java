package org.qfsync.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What may be asked about a running process, each for a different reader. */
public enum HealthGroup {
    /** Does the process answer at all? If not, its supervisor starts it anew. */
    LIVENESS,
    /** Can it do its work now: does the database answer, and do the keys open? */
    READINESS,
    /** Is the copy as fresh as nights keep it? If not, somebody looks; starting it anew mends nothing. */
    FRESHNESS;

    /** As it is written in an address. */
    public String path() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The group of that address; empty if there is none. */
    public static Optional<HealthGroup> of(String path) {
        return Arrays.stream(values())
                .filter(group -> group.path().equals(path))
                .findFirst();
    }
}
