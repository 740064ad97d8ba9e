package org.qfsync.token;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;
import org.qfsync.domain.TransientException;
import org.qfsync.http.Backoff;
import org.qfsync.http.Pace;
import org.qfsync.http.Sleeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The application's token for the content API: client credentials (RFC 6749 section 4.4), cached, requested again when
 * no more than its margin remains, by one caller at a time while the others wait. There is no refresh token in this flow, so
 * a failed request can safely be repeated. One instance belongs to one environment, client and scope. Thread-safe.
 */
public final class ContentTokens implements AccessTokens {
    private static final Logger LOG = LoggerFactory.getLogger(ContentTokens.class);
    static final String SCOPE = "content";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TokenClient client;
    private final Pace pace;
    private final RetryPolicy retries;
    private final ExpiryMargin margin;
    private final Clock clock;
    private final Ticker ticker;
    private final AtomicReference<@Nullable Cached> cache = new AtomicReference<>();
    private final AtomicLong issuedSoFar = new AtomicLong();
    private final SingleFlight<String, Cached> flights = new SingleFlight<>();

    ContentTokens(TokenClient client, Pace pace, RetryPolicy retries, ExpiryMargin margin, Clock clock, Ticker ticker) {
        this.client = client;
        this.pace = pace;
        this.retries = retries;
        this.margin = margin;
        this.clock = clock;
        this.ticker = ticker;
    }

    @Override
    public AccessToken current() {
        Cached cached = cache.get();
        if (cached != null && cached.lifetime.isGoodBeyond(margin)) {
            return cached.token;
        }
        return flights.run(SCOPE, PATIENCE, this::fetchUnlessReplaced)
                .map(Cached::token)
                .orElseThrow(ContentTokens::waitedTooLong);
    }

    @Override
    public AccessToken renew(AccessToken rejected) {
        invalidate(rejected);
        AccessToken token = current();
        // A flight that was under way already may have landed with the very token that was refused.
        while (token.generation() <= rejected.generation()) {
            invalidate(rejected);
            token = current();
        }
        return token;
    }

    /** Forgets that token, unless a newer one already took its place. */
    void invalidate(AccessToken rejected) {
        Cached cached = cache.get();
        if (cached != null && cached.token.generation() == rejected.generation()) {
            cache.compareAndSet(cached, null);
        }
    }

    private Cached fetchUnlessReplaced() {
        Cached cached = cache.get();
        if (cached != null && cached.lifetime.isGoodBeyond(margin)) {
            return cached;
        }
        Cached fetched = fetch();
        cache.set(fetched);
        LOG.info("Content token obtained, good until {}", fetched.token.expiresAt());
        return fetched;
    }

    private Cached fetch() {
        for (int attempt = 1; ; attempt++) {
            TokenLifetime.Start start;
            TokenAnswer answer;
            Pace.Permit permit = pace.acquire();
            try {
                start = TokenLifetime.start(clock, ticker);
                answer = client.clientCredentials(SCOPE);
            } finally {
                permit.close();
            }
            if (answer instanceof TokenAnswer.Issued issued) {
                TokenLifetime lifetime = start.lasting(issued.lifetime());
                return new Cached(
                        new AccessToken(
                                issued.accessToken().reveal(), issuedSoFar.incrementAndGet(), lifetime.expiresAt()),
                        lifetime);
            }
            if (answer instanceof TokenAnswer.NotProcessed refused
                    && refused.refusal().status() != null) {
                pace.slowDown(refused.retryAfter());
            }
            if (!mayRetry(answer) || !retries.pauseAfter(attempt)) {
                throw failure(answer);
            }
        }
    }

    private static boolean mayRetry(TokenAnswer answer) {
        return answer instanceof TokenAnswer.NotProcessed || answer instanceof TokenAnswer.Doubtful;
    }

    static SyncException failure(TokenAnswer answer) {
        TokenAnswer.Refusal refusal = TokenFailures.refusalOf(answer);
        return new SystemicException(
                "Failed to obtain a content token: " + refusal.summary(),
                refusal.code(),
                refusal.status(),
                TokenFailures.clientHint(refusal.code()),
                null);
    }

    private static SyncException waitedTooLong() {
        return new TransientException(
                "Waited too long for a content token that another thread was requesting",
                "timeout",
                null,
                "Run it again; if it stays, look at the authorization server's latency.",
                null);
    }

    /** How often and after what waits a content token request is repeated. */
    record RetryPolicy(int maxAttempts, Backoff backoff, Sleeper sleeper) {
        /** Waits for the next try; false if there is none to come. */
        boolean pauseAfter(int attempts) {
            if (attempts >= maxAttempts) {
                return false;
            }
            try {
                sleeper.sleep(backoff.afterFailures(attempts));
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    private record Cached(AccessToken token, TokenLifetime lifetime) {}
}
