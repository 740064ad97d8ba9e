package org.qfsync.token;

/**
 * Who does something to a grant.
 *
 * @param name which one: the operator's login, the application key's name, the part of the program; no personal data
 *     of users
 */
public record Actor(Kind kind, String name) {
    private static final int LONGEST_NAME = 255;

    /** What kind of actor. */
    public enum Kind {
        /** A person at the command line. */
        OPERATOR,
        /** The user whose grant it is. */
        USER,
        /** An application with a key. */
        APPLICATION,
        /** The program by itself. */
        PROGRAM
    }

    public Actor {
        String line = name.replaceAll("\\p{Cntrl}+", " ").strip();
        name = line.length() <= LONGEST_NAME ? line : line.substring(0, LONGEST_NAME);
    }

    /** Whoever is logged in at this machine. */
    public static Actor operator() {
        return new Actor(Kind.OPERATOR, System.getProperty("user.name", "unknown"));
    }

    /** The user; which one, the entry says by a fingerprint. */
    public static Actor user() {
        return new Actor(Kind.USER, "user");
    }

    public static Actor application(String keyName) {
        return new Actor(Kind.APPLICATION, keyName);
    }

    /** A part of the program that acts unasked, such as {@code refresh}. */
    public static Actor program(String part) {
        return new Actor(Kind.PROGRAM, part);
    }
}
