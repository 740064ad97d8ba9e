package org.qfsync.sandbox;

import java.util.stream.Stream;

/** What a complete sync of tonight must have stored: the oracle of a sync test. Thread-safe. */
public final class SandboxTruth {
    private final Levers levers;

    SandboxTruth(Levers levers) {
        this.levers = levers;
    }

    /** Every user that there is, those whose consent ended among them. */
    public Stream<UserTruth> users() {
        return levers.subs().map(levers::userTruth);
    }

    /** The content of tonight. */
    public ContentTruth content() {
        return levers.content().truth();
    }

    /**
     * This user alone.
     *
     * @throws IllegalArgumentException if there is no such user
     */
    public UserTruth user(String sub) {
        return levers.userTruth(sub);
    }
}
