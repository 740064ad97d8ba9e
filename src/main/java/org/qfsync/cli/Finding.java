package org.qfsync.cli;

import java.util.Locale;

/**
 * What a check found out about one thing.
 *
 * @param id which thing; stable, so that monitoring can go by it
 * @param message what was found
 * @param hint what to do; empty if nothing is
 * @param exitCode what the process ends with because of it
 */
record Finding(String id, Status status, String message, String hint, int exitCode) {
    /** How it stands. */
    enum Status {
        OK,
        /** A night runs all the same; somebody should do something. */
        WARN,
        /** A night would fail, or has. */
        FAIL,
        /** Could not be tried, because something else is in the way. */
        SKIP;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String id, String message) {
        return new Finding(id, Status.OK, message, "", ExitCodes.OK);
    }

    static Finding warn(String id, String message, String hint) {
        return new Finding(id, Status.WARN, message, hint, ExitCodes.OK);
    }

    static Finding fail(String id, String message, String hint) {
        return new Finding(id, Status.FAIL, message, hint, ExitCodes.FAILED);
    }

    static Finding skip(String id, String why) {
        return new Finding(id, Status.SKIP, "not tried: " + why, "", ExitCodes.OK);
    }

    /** All of it on one line. */
    String words() {
        if (hint.isEmpty()) {
            return message;
        }
        return message + (message.endsWith(".") ? " " : ". ") + hint;
    }
}
