package org.qfsync.token;

import java.util.Optional;

/**
 * Why a database may not be the one that holds the newest tokens.
 *
 * @param reason in words, for the audit and for operators
 */
record CustodyDoubt(Kind kind, String reason) {
    /**
     * Compares what the home remembers with what the database says.
     *
     * @param remembered empty if this home has seen no database yet
     */
    static Optional<CustodyDoubt> between(Optional<CustodyMark> remembered, CustodyMark found) {
        if (remembered.isEmpty()) {
            // A database that was never counted is a new one, or was made before there was anything to remember.
            return found.epoch() == 0
                    ? Optional.empty()
                    : copied("was in use before, but not with this home: it is a copy, or the home is new");
        }
        CustodyMark mark = remembered.get();
        if (!mark.deployment().equals(found.deployment())) {
            return copied("is another one than this home worked with until now");
        }
        if (!mark.place().equals(found.place())) {
            return copied("is at another place than until now: it is a copy, or was moved");
        }
        return found.epoch() < mark.epoch()
                ? Optional.of(new CustodyDoubt(Kind.RESTORED, "is older than it was: it was restored from a backup"))
                : Optional.empty();
    }

    private static Optional<CustodyDoubt> copied(String reason) {
        return Optional.of(new CustodyDoubt(Kind.COPIED, reason));
    }

    /** What follows from it. */
    enum Kind {
        /** It took the place of the newer one, so that no other holds its tokens: what the server still knows is good. */
        RESTORED("database_restored"),
        /**
         * Another one may be in use beside it. That the server still knows a token proves nothing then: whichever of
         * the two rotates it first makes the other one's worthless.
         */
        COPIED("database_copied");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** What each grant that is held back for it says. */
        String code() {
            return code;
        }
    }
}
