package org.qfsync.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a token obtained by this process ends, by two clocks: the wall clock, which a suspended machine does not stop,
 * and a monotonic one, which nobody can set back. It is good only while both say so. Both count from the start of the
 * request, because the server counted from some later moment that we do not know. Immutable.
 */
final class TokenLifetime {
    /** What we believe a token lives if the server does not say, or says nonsense: short, but no refresh loop. */
    static final Duration ASSUMED = Duration.ofMinutes(5);

    /** Two machines that share a database may disagree by this much about the time. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private static final Duration LONGEST = Duration.ofHours(24);

    private final Clock clock;
    private final Ticker ticker;
    private final Duration lifetime;
    private final Instant expiresAt;
    private final Duration endsAt;

    private TokenLifetime(Clock clock, Ticker ticker, Instant startedAt, Duration started, Duration lifetime) {
        this.clock = clock;
        this.ticker = ticker;
        this.lifetime = lifetime;
        this.expiresAt = startedAt.plus(lifetime);
        this.endsAt = started.plus(lifetime);
    }

    /** Notes the start of a token request. */
    static Start start(Clock clock, Ticker ticker) {
        return new Start(clock, ticker, clock.instant(), ticker.elapsed());
    }

    /**
     * The rest of the life of a token that was issued earlier, by this process or another.
     *
     * @return empty if the wall clock has been set back past the moment of issue: it cannot be trusted to say when the
     *     token ends
     */
    static Optional<TokenLifetime> resumed(Clock clock, Ticker ticker, Instant issuedAt, Instant expiresAt) {
        Instant now = clock.instant();
        if (issuedAt.isAfter(expiresAt) || issuedAt.isAfter(now.plus(CLOCKS_DIFFER))) {
            return Optional.empty();
        }
        Duration age = Duration.between(issuedAt, now);
        return Optional.of(new Start(clock, ticker, issuedAt, ticker.elapsed().minus(age))
                .lasting(Duration.between(issuedAt, expiresAt)));
    }

    Instant expiresAt() {
        return expiresAt;
    }

    /** True while more than the margin is left. */
    boolean isGoodBeyond(ExpiryMargin policy) {
        Duration margin = policy.of(lifetime);
        return clock.instant().plus(margin).isBefore(expiresAt)
                && ticker.elapsed().plus(margin).compareTo(endsAt) < 0;
    }

    /** {@code expires_in} of an answer, made sane; null where the answer has none that can be read. */
    static Duration sane(@Nullable Long expiresInSeconds) {
        if (expiresInSeconds == null || expiresInSeconds <= 0) {
            return ASSUMED;
        }
        return expiresInSeconds > LONGEST.toSeconds() ? LONGEST : Duration.ofSeconds(expiresInSeconds);
    }

    /** The two clocks at the start of a request. */
    record Start(Clock clock, Ticker ticker, Instant instant, Duration elapsed) {
        TokenLifetime lasting(Duration lifetime) {
            return new TokenLifetime(clock, ticker, instant, elapsed, lifetime);
        }

        /** How long ago that was, by whichever clock saw more pass: a sleeping machine stops the one, not the other. */
        Duration age() {
            Duration ticked = ticker.elapsed().minus(elapsed);
            Duration walled = Duration.between(instant, clock.instant());
            return ticked.compareTo(walled) >= 0 ? ticked : walled;
        }
    }
}
