package org.qfsync.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.SystemicException;
import org.qfsync.token.GrantRefresher.RefreshTiming;
import org.qfsync.token.TokenAnswer.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a claimed grant whose refresh brought no token. Each change holds only while the claim does: where
 * the row has moved on meanwhile, it is read again instead. Thread-safe.
 */
final class RefreshSettlement {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshSettlement.class);

    private final GrantClaims claims;
    private final RefreshTiming timing;

    RefreshSettlement(GrantClaims claims, RefreshTiming timing) {
        this.claims = claims;
        this.timing = timing;
    }

    /**
     * Writes it down and throws what the row now says.
     *
     * @return empty if the row has moved on and must be read again
     */
    Optional<IssuedToken> settle(Grant grant, String attempt, TokenAnswer answer, TokenRun run) {
        Refusal refusal = TokenFailures.refusalOf(answer);
        LOG.info("Refresh of user {} was not done: {}", Fingerprint.of(grant.sub()), refusal.summary());
        if (answer instanceof TokenAnswer.GrantRefused) {
            return grantRefused(grant, attempt, refusal, run.breaker());
        }
        if (answer instanceof TokenAnswer.ClientRefused) {
            throw clientRefused(grant, attempt, refusal, run.breaker());
        }
        if (answer instanceof TokenAnswer.Doubtful) {
            return doubtful(grant, attempt, refusal, run.breaker());
        }
        Duration atLeast = Duration.ZERO;
        if (answer instanceof TokenAnswer.NotProcessed notProcessed) {
            atLeast = notProcessed(notProcessed, run);
        } else {
            run.breaker().answered();
        }
        Instant next = timing.nextAttempt(grant.failureCount() + 1, atLeast);
        if (!claims.backOff(grant, attempt, refusal, next)) {
            return Optional.empty();
        }
        throw TokenFailures.later(grant.sub(), refusal, next);
    }

    private Optional<IssuedToken> grantRefused(Grant grant, String attempt, Refusal refusal, TokenBreaker breaker) {
        breaker.answered();
        if (!claims.reauthRequired(grant, attempt, refusal)) {
            return Optional.empty();
        }
        throw TokenFailures.mustConsentAgain(grant.sub(), refusal);
    }

    private SystemicException clientRefused(Grant grant, String attempt, Refusal refusal, TokenBreaker breaker) {
        SystemicException failure = TokenFailures.clientRefused(refusal);
        // First, so that it holds even if the database fails us now.
        breaker.trip(failure);
        claims.putBack(grant, attempt);
        return failure;
    }

    private Optional<IssuedToken> doubtful(Grant grant, String attempt, Refusal refusal, TokenBreaker breaker) {
        breaker.unanswered(refusal);
        // The first recovery comes as soon as the lease is over, for a server's grace is short; only a recovery that
        // itself ended in doubt has to rest.
        Instant next = grant.rotation() == GrantState.ACTIVE
                ? null
                : timing.nextAttempt(grant.failureCount() + 1, Duration.ZERO);
        if (!claims.inDoubt(grant, attempt, refusal, next)) {
            return Optional.empty();
        }
        throw TokenFailures.inDoubt(grant.sub(), refusal);
    }

    private static Duration notProcessed(TokenAnswer.NotProcessed answer, TokenRun run) {
        if (answer.refusal().status() == null) {
            run.breaker().unanswered(answer.refusal());
        } else {
            run.pace().slowDown(answer.retryAfter());
        }
        return answer.retryAfter().orElse(Duration.ZERO);
    }
}
