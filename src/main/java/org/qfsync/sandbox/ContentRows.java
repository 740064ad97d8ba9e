package org.qfsync.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The rows that one resource can have. Each has a slot, which stays the same whatever happens to it; the texts are
 * placeholders and say so. Immutable.
 */
interface ContentRows {
    /**
     * What happened to a row.
     *
     * @param edition how often the whole resource had been replaced
     * @param birth how often the row had been made anew within that edition
     * @param version how often it had been changed since
     * @param night of the last change
     */
    record Revision(int edition, int birth, int version, int night) {
        static Revision first(int edition, int night) {
            return new Revision(edition, 0, 0, night);
        }

        Revision changed(int when) {
            return new Revision(edition, birth, version + 1, when);
        }

        /** To be told in the placeholder, empty at first. */
        String mark() {
            return edition + birth + version == 0 ? "" : ", revision " + edition + "." + birth + "." + version;
        }

        Instant moment() {
            return NightChanges.FIRST_NIGHT.plus(Duration.ofDays(night));
        }
    }

    int slots();

    /** Whether a new edition begins with a row in this slot. */
    default boolean isFilledAtFirst(int slot) {
        return true;
    }

    /** As a mutation of the row names it. */
    String recordType(int slot);

    /** As a mutation of the row names it. */
    String recordKey(int slot, Revision revision);

    /** The row as it is in a snapshot. */
    Map<String, Object> row(int slot, Revision revision, int padding);

    /** A number for a row that nothing else has, and that a row made anew does not inherit. */
    static long id(int resource, int slot, Revision revision) {
        return (resource * 100L + revision.edition()) * 1_000_000 + revision.birth() * 100_000L + slot + 1;
    }

    static String padded(String text, int padding) {
        return padding == 0 ? text : text + " " + "·".repeat(padding - 1);
    }
}
