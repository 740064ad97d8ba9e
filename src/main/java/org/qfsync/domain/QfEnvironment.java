package org.qfsync.domain;

import java.util.Locale;

/**
 * A QF service that tokens, clients, users and sync tokens belong to. Nothing obtained in one environment is ever
 * sent to another.
 */
public enum QfEnvironment {
    /** QF's public test service. */
    PRELIVE,
    /** QF's production service. */
    PRODUCTION,
    /** Any service whose base URLs were overridden, our own simulator above all. */
    SANDBOX;

    /** The lower-case word used in configuration, in the database and in file names. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The environment of that {@link #id()}.
     *
     * @throws IllegalArgumentException for any other word
     */
    public static QfEnvironment ofId(String id) {
        for (QfEnvironment environment : values()) {
            if (environment.id().equals(id)) {
                return environment;
            }
        }
        throw new IllegalArgumentException("Unknown environment \"" + id + "\"");
    }
}
