package org.qfsync.token;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.qfsync.domain.SyncException;
import org.qfsync.http.Pace;

/**
 * Keeps the server from forgetting grants that no run uses, because their users are paused or never come to their turn:
 * a refresh token lives as long as it is rotated now and then. Thread-safe.
 */
public final class KeepAlive {
    private final UserTokens tokens;
    private final GrantVault vault;
    private final TokenRun run;
    private final Duration after;
    private final Clock clock;

    KeepAlive(UserTokens tokens, GrantVault vault, Pace pace, TokenBreaker breaker, Duration after, Clock clock) {
        this.tokens = tokens;
        this.vault = vault;
        this.run = new TokenRun(pace, breaker, new LongAdder(), TokenRun.Purpose.KEEP_ALIVE);
        this.after = after;
        this.clock = clock;
    }

    /** The users whose grants are due; who waited longest comes first. */
    public List<String> due() {
        return vault.idle(clock.instant().minus(after));
    }

    /**
     * Rotates the grant of that user, if it is still due. A paused one stays paused, with its new tokens.
     *
     * @throws SyncException if it was not done; where that is the grant's own matter, its row says why
     */
    public void refresh(String sub) {
        tokens.keepAlive(sub, clock.instant().minus(after), run);
    }

    /** How many refresh requests were sent so far. */
    public long refreshes() {
        return run.refreshes().sum();
    }
}
