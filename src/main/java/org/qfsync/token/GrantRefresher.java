package org.qfsync.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;
import org.qfsync.http.Backoff;
import org.qfsync.http.Pace;
import org.qfsync.http.Sleeper;
import org.qfsync.token.GrantClaims.Claim;
import org.qfsync.token.GrantRepository.RotatedGrant;
import org.qfsync.token.RefreshMeters.Result;
import org.qfsync.token.TokenAnswer.Refusal;
import org.qfsync.token.TokenSealer.Column;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One rotation of one grant: claim (transaction 1), POST with no connection held, save (transaction 2). The new pair is
 * durable before the access token is handed to anyone; if the database is away by then, it is spilled to a file.
 * Thread-safe.
 */
final class GrantRefresher {
    private static final Logger LOG = LoggerFactory.getLogger(GrantRefresher.class);
    private static final Duration SPILL = Duration.ofSeconds(2);

    private final GrantClaims claims;
    private final TokenClient client;
    private final TokenSealer sealer;
    private final GrantSaver saver;
    private final RefreshSettlement settlement;
    private final RefreshMeters meters;
    private final Duration lease;
    private final Clock clock;
    private final Ticker ticker;
    private final String owner = UUID.randomUUID().toString();

    GrantRefresher(
            GrantClaims claims,
            TokenClient client,
            TokenSealer sealer,
            GrantSaver saver,
            RefreshMeters meters,
            RefreshTiming timing) {
        this.claims = claims;
        this.client = client;
        this.sealer = sealer;
        this.saver = saver;
        this.meters = meters;
        this.settlement = new RefreshSettlement(claims, timing);
        this.lease = timing.lease();
        this.clock = timing.clock();
        this.ticker = timing.ticker();
    }

    /**
     * Rotates it.
     *
     * @param grant as just read
     * @param replay true if its refresh token may have been spent already; the attempt is counted before it is made
     * @return empty if the row had moved on and must be read again
     * @throws SyncException if there is no new token; the row then says why
     */
    Optional<IssuedToken> refresh(Grant grant, boolean replay, TokenRun run) {
        Secret refreshToken = open(grant);
        sealer.proveUsable(grant.clientId(), grant.sub());
        String attempt = UUID.randomUUID().toString();
        TokenLifetime.Start claimed;
        TokenLifetime.Start sent;
        TokenAnswer answer;
        // The permit comes first: waiting for it must not eat up the lease.
        Pace.Permit permit = run.pace().acquire();
        try {
            run.breaker().requireClosed();
            claimed = TokenLifetime.start(clock, ticker);
            Claim claim = new Claim(owner, attempt, lease, replay, run.purpose(), claimed.instant());
            if (!claims.claim(grant, claim) || cameTooLate(claimed, grant, attempt)) {
                return Optional.empty();
            }
            sent = TokenLifetime.start(clock, ticker);
            run.refreshes().increment();
            answer = client.refresh(refreshToken);
        } finally {
            permit.close();
        }
        if (answer instanceof TokenAnswer.Issued issued) {
            run.breaker().answered();
            RotatedGrant rotated = rotated(grant, attempt, refreshToken, issued, sent);
            if (!saved(rotated, claimed, run)) {
                return Optional.empty();
            }
            if (rotated.foreignSub().isPresent()) {
                throw TokenFailures.foreignIdentity(grant.sub());
            }
            return Optional.of(issuedToken(rotated, issued, sent));
        }
        meters.count(Result.of(answer));
        return settlement.settle(grant, attempt, answer, run);
    }

    private Secret open(Grant grant) {
        SealedToken sealed = grant.refreshToken()
                .orElseThrow(() -> TokenFailures.mustConsentAgain(
                        grant.sub(), new Refusal("no_refresh_token", null, "none is stored")));
        return sealer.open(sealed, grant.clientId(), grant.sub(), Column.REFRESH_TOKEN, grant.generation());
    }

    /**
     * True if the claim took so long (a slow commit, a machine that slept) that its lease could end before the answer
     * comes; somebody else could then present the same refresh token. The claim is given back.
     */
    private boolean cameTooLate(TokenLifetime.Start claimed, Grant grant, String attempt) {
        boolean late = claimed.age().compareTo(lease.dividedBy(2)) > 0;
        if (late) {
            claims.putBack(grant, attempt);
        }
        return late;
    }

    private RotatedGrant rotated(
            Grant grant, String attempt, Secret presented, TokenAnswer.Issued issued, TokenLifetime.Start sent) {
        long generation = grant.generation() + 1;
        // RFC 6749 section 6: a server that issues no new refresh token leaves the old one good.
        Secret refreshToken = issued.refreshToken().orElse(presented);
        return new RotatedGrant(
                grant.clientId(),
                grant.sub(),
                grant.generation(),
                issued.scope().map(GrantRefresher::scopes).orElse(grant.scopes()),
                sealer.seal(refreshToken, grant.clientId(), grant.sub(), Column.REFRESH_TOKEN, generation),
                sealer.seal(issued.accessToken(), grant.clientId(), grant.sub(), Column.ACCESS_TOKEN, generation),
                sent.instant(),
                sent.instant().plus(issued.lifetime()),
                attempt,
                grant.obtainedAt(),
                issued.idToken().flatMap(IdTokenSubject::of).filter(named -> !named.equals(grant.sub())));
    }

    private boolean saved(RotatedGrant rotated, TokenLifetime.Start claimed, TokenRun run) {
        try {
            boolean saved = saver.save(rotated, patience(claimed));
            meters.count(saved ? Result.REFRESHED : Result.SUPERSEDED);
            if (saved) {
                LOG.info(
                        "Refreshed user {} to generation {}",
                        Fingerprint.of(rotated.sub()),
                        rotated.presentedGeneration() + 1);
            }
            return saved;
        } catch (SystemicException e) {
            meters.count(Result.NOT_STORED);
            run.breaker().trip(e);
            throw e;
        }
    }

    /** How long the database may take, so that a spill still fits inside the lease; a late answer gets a little too. */
    private Duration patience(TokenLifetime.Start claimed) {
        Duration share = lease.dividedBy(5);
        Duration reserve = share.compareTo(SPILL) < 0 ? share : SPILL;
        Duration left = lease.minus(claimed.age()).minus(reserve);
        return left.compareTo(reserve) > 0 ? left : reserve;
    }

    private static IssuedToken issuedToken(RotatedGrant rotated, TokenAnswer.Issued issued, TokenLifetime.Start sent) {
        return new IssuedToken(
                new AccessToken(
                        issued.accessToken().reveal(), rotated.presentedGeneration() + 1, rotated.accessExpiresAt()),
                sent.lasting(issued.lifetime()));
    }

    private static Set<String> scopes(String scope) {
        return Arrays.stream(scope.split(" ", -1)).collect(Collectors.toUnmodifiableSet());
    }

    /** The margin, clocks and waits of a refresh. */
    record RefreshTiming(
            Duration lease, ExpiryMargin margin, Backoff backoff, Clock clock, Ticker ticker, Sleeper sleeper) {
        /** When the next try after so many failures in a row may be made. */
        Instant nextAttempt(int failures, Duration atLeast) {
            Duration rest = failures % TRIES_A_NIGHT == 0 ? UNTIL_NEXT_NIGHT : backoff.afterFailures(failures);
            return clock.instant().plus(rest.compareTo(atLeast) > 0 ? rest : atLeast);
        }

        private static final int TRIES_A_NIGHT = 3;
        private static final Duration UNTIL_NEXT_NIGHT = Duration.ofHours(8);
    }
}
