package org.qfsync.token;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.SystemicException;

/**
 * Stops a run from spending grants on a fault that is not theirs. It opens at once when the server refuses our client,
 * and when several refreshes in a row end without a definite answer or several users' fresh tokens in a row are refused
 * by the API: that may be our own bug. While it is open nothing is refreshed. Thread-safe.
 */
public final class TokenBreaker {
    private static final int DOUBTS = 3;
    private static final int REFUSALS = 5;

    private final AtomicReference<@Nullable SystemicException> open = new AtomicReference<>();
    private final AtomicInteger doubtsInARow = new AtomicInteger();
    private final AtomicInteger refusalsInARow = new AtomicInteger();

    /** Closes it; called at the start of a run. */
    public void reset() {
        open.set(null);
        doubtsInARow.set(0);
        refusalsInARow.set(0);
    }

    /**
     * Returns only while it is closed.
     *
     * @throws SystemicException with the reason, if it is open
     */
    public void requireClosed() {
        SystemicException reason = open.get();
        if (reason != null) {
            throw new SystemicException(reason.getMessage(), reason.code(), reason.httpStatus(), reason.hint(), reason);
        }
    }

    /** The API accepted a user's token. */
    public void acceptedByApi() {
        refusalsInARow.set(0);
    }

    /** The API refused a user's token right after it was renewed. */
    public void refusedByApi() {
        int refusals = refusalsInARow.incrementAndGet();
        if (refusals >= REFUSALS) {
            trip(new SystemicException(
                    "The API refused the freshly renewed tokens of " + refusals + " users in a row",
                    "api_refuses_tokens",
                    401,
                    "Check QF_ENV, QF_CLIENT_ID and Quran Foundation's status; no grant was changed. Then: qfsync run",
                    null));
        }
    }

    void trip(SystemicException reason) {
        open.compareAndSet(null, reason);
    }

    void answered() {
        doubtsInARow.set(0);
    }

    void unanswered(TokenAnswer.Refusal refusal) {
        int doubts = doubtsInARow.incrementAndGet();
        if (doubts >= DOUBTS) {
            trip(new SystemicException(
                    doubts + " token refreshes in a row had no definite answer, the last: " + refusal.summary(),
                    "authorization_server_unavailable",
                    refusal.status(),
                    "Check that the authorization server can be reached (qfsync check); no further grant is "
                            + "refreshed in this run. Then: qfsync run",
                    null));
        }
    }
}
