package org.qfsync.token;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.SyncException;
import org.qfsync.http.Pace;

/**
 * The tokens of one step: a thin facade that binds the step's pace, breaker and counters to the process-wide parts.
 * Step-scoped; thread-safe.
 */
public final class TokenManager {
    private final UserTokens tokens;
    private final TokenRun run;

    TokenManager(UserTokens tokens, Pace pace, TokenBreaker breaker) {
        this.tokens = tokens;
        this.run = new TokenRun(pace, breaker, new LongAdder(), TokenRun.Purpose.SYNC);
    }

    /**
     * The tokens of one user, for the time that their data is fetched. The first call of
     * {@link AccessTokens#current()} reads the grant, the following ones use what it found while that is good.
     */
    public AccessTokens forUser(String sub) {
        return new UserSession(sub);
    }

    /** How many refresh requests this step has sent. */
    public long refreshes() {
        return run.refreshes().sum();
    }

    /** True for a failure that heals in the same run, as soon as the lease on the grant is over. */
    public static boolean isInDoubt(SyncException failure) {
        return failure.code().equals(UserTokens.IN_DOUBT);
    }

    /** The API accepted the tokens of that user; ends a row of refusals. */
    public void acceptedByApi() {
        run.breaker().acceptedByApi();
    }

    /** The API refused a token right after it was renewed; too many of these in a row open the breaker. */
    public void refusedByApi() {
        run.breaker().refusedByApi();
    }

    private final class UserSession implements AccessTokens {
        private final String sub;
        private @Nullable IssuedToken held;

        private UserSession(String sub) {
            this.sub = sub;
        }

        @Override
        public synchronized AccessToken current() {
            IssuedToken token = held;
            if (token == null || !tokens.isGood(token)) {
                // One that ended by the monotonic clock is not taken again, whatever the wall clock says of its row.
                token = tokens.newerThan(sub, token == null ? -1 : token.token().generation(), run);
                held = token;
            }
            return token.token();
        }

        @Override
        public synchronized AccessToken renew(AccessToken rejected) {
            IssuedToken token = held;
            if (token == null || token.token().generation() <= rejected.generation()) {
                token = tokens.newerThan(sub, rejected.generation(), run);
                held = token;
            }
            return token.token();
        }
    }
}
