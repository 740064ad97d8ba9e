package org.qfsync.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the grant of one user stands, without its tokens.
 *
 * @param state a state of {@code ops.grant_status}, BACKING_OFF while it rests after a failed refresh, or
 *     {@link UserBook#NO_GRANT}
 * @param scopes what the user consented to
 * @param errorCode what the last refresh that failed was answered with
 * @param errorStatus and the HTTP status of that answer
 * @param syncedAt when all datasets were last complete; empty if never
 */
public record GrantStatus(
        String sub,
        String state,
        List<String> scopes,
        Moments moments,
        Optional<String> errorCode,
        Optional<Integer> errorStatus,
        Optional<Instant> syncedAt) {
    public GrantStatus {
        scopes = List.copyOf(scopes);
    }

    static GrantStatus none(String sub, Optional<Instant> syncedAt) {
        Optional<Instant> never = Optional.empty();
        return new GrantStatus(
                sub,
                UserBook.NO_GRANT,
                List.of(),
                new Moments(never, never, never, never, never, never, never),
                Optional.empty(),
                Optional.empty(),
                syncedAt);
    }

    /** True if a run that is asked for would sync the user. */
    public boolean isSyncable() {
        return switch (state) {
            case "ACTIVE", "BACKING_OFF", "REFRESHING", "IN_DOUBT" -> true;
            default -> false;
        };
    }

    /** True if it can be put aside. */
    public boolean isPausable() {
        return isSyncable();
    }

    public boolean isPaused() {
        return state.equals("PAUSED");
    }

    /** True if there is a consent to withdraw. */
    public boolean isConnected() {
        return !state.equals("REVOKED") && !state.equals(UserBook.NO_GRANT);
    }

    /**
     * What happened to it when, and what is due.
     *
     * @param obtainedAt when the user consented
     * @param refreshedAt when its token was last renewed
     * @param nextAttemptAt before which it is not refreshed
     * @param withdrawnAt when the consent ended
     * @param eraseAt from when on the data is deleted for good
     */
    public record Moments(
            Optional<Instant> obtainedAt,
            Optional<Instant> refreshedAt,
            Optional<Instant> lastUsedAt,
            Optional<Instant> nextAttemptAt,
            Optional<Instant> pausedAt,
            Optional<Instant> withdrawnAt,
            Optional<Instant> eraseAt) {}
}
