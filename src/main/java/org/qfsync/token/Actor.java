package org.qfsync.token;

/**
 * Who did something to a grant.
 *
 * @param name login name of the operator, name of the application's key, part of the program; nothing for a user, who
 *     is named by the grant
 */
public record Actor(Kind kind, String name) {
    /** What sort of actor it is. */
    public enum Kind {
        /** A person at the command line. */
        OPERATOR,
        /** The user whose grant it is. */
        USER,
        /** An application that has a key of ours. */
        APPLICATION,
        /** The program by itself. */
        PROGRAM
    }

    /** Whoever runs this process. */
    public static Actor operator() {
        return new Actor(Kind.OPERATOR, System.getProperty("user.name", "unknown"));
    }

    public static Actor user() {
        return new Actor(Kind.USER, "");
    }

    public static Actor application(String keyName) {
        return new Actor(Kind.APPLICATION, keyName);
    }

    public static Actor program(String part) {
        return new Actor(Kind.PROGRAM, part);
    }
}
