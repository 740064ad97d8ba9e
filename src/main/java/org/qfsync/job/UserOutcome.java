package org.qfsync.job;

import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.FailureKind;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.ReauthorizeException;
import org.qfsync.domain.SyncException;

/**
 * What became of one user in one pass.
 *
 * @param failure the first thing that went wrong; null if nothing did
 * @param dataset which dataset it concerns; null if the whole user
 * @param requests sent for this user
 * @param refreshes of this user's tokens
 */
record UserOutcome(
        String sub,
        @Nullable SyncException failure,
        @Nullable Dataset dataset,
        long requests,
        long refreshes) {
    /** The consent was withdrawn before the data could be stored. */
    UserOutcome withdrawn() {
        ReauthorizeException withdrew = new ReauthorizeException(
                "User " + Fingerprint.of(sub) + " withdrew the consent while their data was fetched",
                "revoked",
                null,
                "Nothing of it was stored. There is nothing to do.",
                null);
        return new UserOutcome(sub, withdrew, null, requests, refreshes);
    }

    /** DONE, FAILED (tried again in the next pass) or SKIPPED (waits for the user or an operator). */
    String state() {
        if (failure == null) {
            return "DONE";
        }
        return failure.kind() == FailureKind.REAUTHORIZE ? "SKIPPED" : "FAILED";
    }
}
