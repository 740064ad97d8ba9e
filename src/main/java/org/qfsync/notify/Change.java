package org.qfsync.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What there is to tell of a subject, against what was told before. */
enum Change {
    /** It was good, and is bad. */
    PROBLEM("Problem"),
    /** It was bad, and is worse: it failed where it was incomplete, or is many more. */
    WORSE("Worse"),
    /** It was bad, and is so for another reason as well or instead. */
    ANOTHER_CAUSE("Another cause"),
    /** It has been as bad for long. */
    REMINDER("Still so"),
    /** It was bad, and is good. */
    RECOVERED("Good again"),
    /** Something that was not known. */
    NEWS("New"),
    /** Only shows that messages arrive. */
    TEST("Test");

    /** A few more of what is told already is no news. */
    private static final int FEW = 10;

    private final String words;

    Change(String words) {
        this.words = words;
    }

    /** For people. */
    String words() {
        return words;
    }

    /** The lower-case word in messages. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What to tell; empty if nothing. */
    static Optional<Change> between(Told told, Condition now, Instant at, Duration remindAfter) {
        boolean anotherCause = !told.causes().containsAll(now.causes());
        if (now.level() == Level.NEWS) {
            return anotherCause ? Optional.of(NEWS) : Optional.empty();
        }
        if (!now.level().isBad()) {
            return told.level().isBad() ? Optional.of(RECOVERED) : Optional.empty();
        }
        if (!told.level().isBad()) {
            return Optional.of(PROBLEM);
        }
        if (now.level().compareTo(told.level()) > 0 || hasGrown(told.size(), now.size())) {
            return Optional.of(WORSE);
        }
        if (anotherCause) {
            return Optional.of(ANOTHER_CAUSE);
        }
        return told.at().plus(remindAfter).isAfter(at) ? Optional.empty() : Optional.of(REMINDER);
    }

    private static boolean hasGrown(long told, long now) {
        return now >= 2 * told && now - told >= FEW;
    }

    /** What a channel knows after it was told of that; causes that come and go are told once while it is bad. */
    static Told after(Told told, Condition now, Instant since, Instant at) {
        Set<String> causes = new HashSet<>(now.causes());
        if (now.level() != Level.GOOD) {
            causes.addAll(told.causes());
        }
        return new Told(now.level(), causes, now.size(), since, at, told.number() + 1);
    }
}
