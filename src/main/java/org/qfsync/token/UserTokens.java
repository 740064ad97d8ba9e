package org.qfsync.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.TransientException;
import org.qfsync.http.Sleeper;
import org.qfsync.token.TokenAnswer.Refusal;
import org.qfsync.token.TokenRun.Purpose;
import org.qfsync.token.TokenSealer.Column;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Gives access tokens of users: the stored one while it is good, else one refresh, however many ask, in this process
 * (a keyed flight) and in all others (a lease on the row). Thread-safe.
 */
final class UserTokens {
    /** The {@code code} of failures that heal in the same run, as soon as the lease is over. */
    static final String IN_DOUBT = "grant_in_doubt";

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration POLL = Duration.ofMillis(100);

    private final String clientId;
    private final GrantRepository grants;
    private final GrantRefresher refresher;
    private final GrantRecovery recovery;
    private final TokenSealer sealer;
    private final Clock clock;
    private final Ticker ticker;
    private final Sleeper sleeper;
    private final ExpiryMargin margin;
    private final Duration patience;
    private final SingleFlight<String, IssuedToken> flights = new SingleFlight<>();

    UserTokens(
            String clientId,
            GrantRepository grants,
            GrantRefresher refresher,
            GrantRecovery recovery,
            TokenSealer sealer,
            GrantRefresher.RefreshTiming timing) {
        this.clientId = clientId;
        this.grants = grants;
        this.refresher = refresher;
        this.recovery = recovery;
        this.sealer = sealer;
        this.clock = timing.clock();
        this.ticker = timing.ticker();
        this.sleeper = timing.sleeper();
        this.margin = timing.margin();
        this.patience = timing.lease().plusSeconds(5);
    }

    /**
     * A good token newer than the one refused.
     *
     * @param refused the generation of a token that the API refused; -1 if none was
     */
    IssuedToken newerThan(String sub, long refused, TokenRun run) {
        try {
            return standingOrRefreshed(sub, refused, run);
        } catch (DataAccessException | TransactionException e) {
            throw TokenFailures.databaseAway(sub, e);
        }
    }

    private IssuedToken standingOrRefreshed(String sub, long refused, TokenRun run) {
        Optional<Grant> row = grants.find(clientId, sub);
        Optional<IssuedToken> standing = row.flatMap(grant -> standing(grant, refused));
        if (standing.isPresent()) {
            row.ifPresent(this::noteUse);
        }
        while (standing.isEmpty()) {
            IssuedToken landed =
                    flights.run(sub, patience, () -> lead(sub, refused, run)).orElseThrow(() -> waitedTooLong(sub));
            // A flight that was under way already may have brought just the token that was refused to us.
            standing = Optional.of(landed).filter(token -> token.token().generation() > refused);
        }
        return standing.get();
    }

    /** A claim notes the use by itself; a token that needed no refresh is noted once a day. */
    private void noteUse(Grant grant) {
        Instant now = clock.instant();
        if (grant.lastUsedAt().filter(at -> at.plus(DAY).isAfter(now)).isEmpty()) {
            grants.noteUse(clientId, grant.sub(), now);
        }
    }

    /** True while more than the margin is left. */
    boolean isGood(IssuedToken token) {
        return token.lifetime().isGoodBeyond(margin);
    }

    /**
     * Rotates an idle grant, paused or not, the way every other refresh goes; does nothing if somebody else did
     * meanwhile.
     *
     * @param idleSince rotated later than this it is not idle
     */
    void keepAlive(String sub, Instant idleSince, TokenRun run) {
        Duration giveUp = ticker.elapsed().plus(patience);
        try {
            while (ticker.elapsed().compareTo(giveUp) < 0) {
                Optional<Grant> idle = grants.find(clientId, sub).filter(grant -> grant.isIdle(idleSince));
                if (idle.isEmpty() || step(idle.get(), run).isPresent()) {
                    return;
                }
            }
        } catch (DataAccessException | TransactionException e) {
            throw TokenFailures.databaseAway(sub, e);
        }
        throw waitedTooLong(sub);
    }

    private IssuedToken lead(String sub, long refused, TokenRun run) {
        Duration giveUp = ticker.elapsed().plus(patience);
        while (ticker.elapsed().compareTo(giveUp) < 0) {
            Grant grant = grants.find(clientId, sub)
                    .orElseThrow(() -> TokenFailures.mustConsentAgain(
                            sub, new Refusal("unknown_user", null, "there is no grant")));
            Optional<IssuedToken> token = standing(grant, refused);
            if (token.isEmpty()) {
                token = step(grant, run);
            }
            if (token.isPresent()) {
                return token.get();
            }
        }
        throw waitedTooLong(sub);
    }

    private Optional<IssuedToken> standing(Grant grant, long refused) {
        if (grant.state() != GrantState.ACTIVE || grant.generation() <= refused) {
            return Optional.empty();
        }
        return lifetime(grant)
                .filter(lifetime -> lifetime.isGoodBeyond(margin))
                .flatMap(lifetime -> grant.accessToken().map(token -> issued(grant, token, lifetime)));
    }

    private Optional<TokenLifetime> lifetime(Grant grant) {
        return grant.accessExpiresAt()
                .flatMap(expiresAt -> grant.refreshedAt()
                        .flatMap(issuedAt -> TokenLifetime.resumed(clock, ticker, issuedAt, expiresAt)));
    }

    private IssuedToken issued(Grant grant, SealedToken token, TokenLifetime lifetime) {
        String value = sealer.open(token, clientId, grant.sub(), Column.ACCESS_TOKEN, grant.generation())
                .reveal();
        return new IssuedToken(new AccessToken(value, grant.generation(), lifetime.expiresAt()), lifetime);
    }

    private Optional<IssuedToken> step(Grant grant, TokenRun run) {
        return switch (standing(grant, run)) {
            case ACTIVE -> refresher.refresh(grant, false, run);
            case BACKING_OFF -> throw resting(grant);
            case REFRESHING -> grant.leaseLive() ? awaitWinner() : recovered(grant, run);
            case IN_DOUBT -> {
                if (grant.leaseLive()) {
                    throw TokenFailures.inDoubt(grant.sub(), refusalOf(grant));
                }
                yield recovered(grant, run);
            }
            case REAUTH_REQUIRED -> throw TokenFailures.mustConsentAgain(grant.sub(), refusalOf(grant));
            case PAUSED -> throw TokenFailures.paused(grant.sub());
            case REVOKED ->
                throw TokenFailures.mustConsentAgain(grant.sub(), new Refusal("revoked", null, "withdrawn"));
            case QUARANTINED -> throw TokenFailures.quarantined(grant);
        };
    }

    private Optional<IssuedToken> recovered(Grant grant, TokenRun run) {
        if (grant.isResting(clock.instant())) {
            throw resting(grant);
        }
        return recovery.recover(grant, run);
    }

    private GrantState standing(Grant grant, TokenRun run) {
        Instant now = clock.instant();
        return run.purpose() == Purpose.KEEP_ALIVE ? grant.standingIfResumed(now) : grant.standing(now);
    }

    private static TransientException resting(Grant grant) {
        return TokenFailures.later(
                grant.sub(), refusalOf(grant), grant.nextAttemptAt().orElse(Instant.MIN));
    }

    private Optional<IssuedToken> awaitWinner() {
        try {
            sleeper.sleep(POLL);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException(
                    "Interrupted while waiting for a refresh", "interrupted", null, "Run again: qfsync run", e);
        }
    }

    private static Refusal refusalOf(Grant grant) {
        return new Refusal(
                grant.lastErrorCode().orElse("unknown"), grant.lastErrorStatus().orElse(null), "");
    }

    private static TransientException waitedTooLong(String sub) {
        return new TransientException(
                "Waited too long for the refresh of user " + Fingerprint.of(sub) + " that another was doing",
                "timeout",
                null,
                "The next pass takes the user up again: qfsync run",
                null);
    }
}
