package org.qfsync.user;

import java.time.LocalDate;
import java.util.Optional;

/**
 * In which nights everything of a user is listed, whether it looks changed or not: every few nights, those of different
 * users spread over them evenly. A night that was missed is made up for by the next one.
 */
record FullNights(int every) {
    boolean isDue(String sub, Optional<LocalDate> last, LocalDate night) {
        return last.isEmpty() || turn(sub, night) > turn(sub, last.get());
    }

    private long turn(String sub, LocalDate night) {
        return Math.floorDiv(night.toEpochDay() + Math.floorMod(sub.hashCode(), every), (long) every);
    }
}
