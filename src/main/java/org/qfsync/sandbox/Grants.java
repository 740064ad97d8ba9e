package org.qfsync.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.qfsync.sandbox.GrantLedger.Slot;
import org.qfsync.sandbox.Tokens.Kind;
import org.qfsync.sandbox.Tokens.Token;

/** Which tokens are good: Hydra's rules, strict unless a grace is set. Thread-safe: one lock per grant. */
final class Grants {
    /** Of an access token. */
    static final Duration LIFETIME = Duration.ofHours(1);

    /** What a refresh found. */
    enum Outcome {
        REFRESHED,
        /** The token had been spent; the whole grant is now revoked. */
        REUSED,
        /** Nobody refreshed it for too long. */
        EXPIRED,
        /** The grant is revoked, or the token is not ours. */
        UNKNOWN
    }

    /** The outcome, and the grant as it is now, if there is one. */
    record Refresh(Outcome outcome, Optional<Grant> grant, boolean wasSpent) {}

    private final GrantLedger ledger;
    private final Unguessable unguessable;
    private final Clock clock;
    private final Duration refreshTokenLifetime;
    private final boolean rotating;
    private volatile Duration grace = Duration.ZERO;

    Grants(GrantLedger ledger, SandboxOptions options, Unguessable unguessable) {
        this.ledger = ledger;
        this.unguessable = unguessable;
        this.clock = options.clock();
        this.refreshTokenLifetime = options.oauth().refreshTokenLifetime();
        this.rotating = !options.quirks().contains(Quirk.NO_ROTATION);
    }

    /** In grace a spent token mints the newest pair; the pair that got lost is then spent as well. */
    void grace(Duration value) {
        grace = value;
    }

    /** The user consents, once more perhaps: a grant of its own. */
    Grant open(int client, int user, Set<String> scopes, Instant consentedAt) {
        Grant grant = new Grant(client, user, unguessable.number(), 0, false, scopes, consentedAt, clock.instant());
        return ledger.open(grant);
    }

    Refresh refresh(Token token) {
        Optional<Slot> found = ledger.touch(token);
        if (found.isEmpty()) {
            return new Refresh(Outcome.UNKNOWN, Optional.empty(), false);
        }
        Slot slot = found.get();
        synchronized (slot) {
            boolean spent = token.generation() < slot.grant().generation();
            Outcome outcome = outcome(slot, token, spent);
            switch (outcome) {
                case REFRESHED -> rotate(slot);
                case REUSED -> ledger.change(slot, slot.grant().asRevoked());
                default -> {
                    // nothing changes
                }
            }
            return new Refresh(outcome, Optional.of(slot.grant()), spent);
        }
    }

    private Outcome outcome(Slot slot, Token token, boolean spent) {
        Grant grant = slot.grant();
        if (spent && !grant.revoked() && !isInGrace(slot, token)) {
            return Outcome.REUSED;
        }
        // a later generation than ours was issued by a sandbox whose state was thrown away
        if (grant.revoked() || token.generation() > grant.generation()) {
            return Outcome.UNKNOWN;
        }
        return isOver(grant) ? Outcome.EXPIRED : Outcome.REFRESHED;
    }

    private void rotate(Slot slot) {
        if (!rotating) {
            slot.expireAccessToken(false);
            return;
        }
        Instant now = clock.instant();
        slot.spentAt().values().removeIf(spentAt -> spentAt.plus(grace).isBefore(now));
        if (!grace.isZero()) {
            slot.spentAt().put(slot.grant().generation(), now);
        }
        ledger.change(slot, slot.grant().rotated(now));
    }

    private boolean isInGrace(Slot slot, Token token) {
        Instant spentAt = slot.spentAt().get(token.generation());
        return !grace.isZero() && spentAt != null && clock.instant().isBefore(spentAt.plus(grace));
    }

    /** When the refresh token of this grant ends, unless it is used before. */
    Instant endOf(Grant grant) {
        return grant.renewedAt().plus(refreshTokenLifetime);
    }

    private boolean isOver(Grant grant) {
        return !clock.instant().isBefore(endOf(grant));
    }

    /** Whether this access token opens anything. */
    boolean isActive(Token token) {
        Instant now = clock.instant();
        if (token.kind() == Kind.REFRESH
                || token.epoch() != ledger.epoch()
                || !now.isBefore(token.issuedAt().plus(LIFETIME))) {
            return false;
        }
        return token.kind() == Kind.APP || isCurrent(token);
    }

    /** Whether this refresh token would be taken. */
    boolean isGood(Token refreshToken) {
        return ledger.view(refreshToken)
                .filter(slot -> {
                    synchronized (slot) {
                        boolean newest = slot.grant().generation() == refreshToken.generation();
                        return !slot.grant().revoked()
                                && !isOver(slot.grant())
                                && (newest || isInGrace(slot, refreshToken));
                    }
                })
                .isPresent();
    }

    /** Whether this user's token is the newest of a grant that stands. */
    boolean isCurrent(Token token) {
        return ledger.view(token)
                .filter(slot -> {
                    synchronized (slot) {
                        boolean expired = token.kind() == Kind.USER_ACCESS && slot.isExpired(token);
                        return !slot.grant().revoked()
                                && !expired
                                && slot.grant().generation() == token.generation();
                    }
                })
                .isPresent();
    }

    /** The grant that a user's token belongs to, as it stands. */
    Optional<Grant> of(Token token) {
        return token.kind() == Kind.APP ? Optional.empty() : ledger.view(token).map(Grants::read);
    }

    /** The newest grant that stands, of those with a refresh token; one that lapsed stands no more. */
    Optional<Grant> standing(int client, int user) {
        return read(client, user)
                .filter(Grant::isOffline)
                .filter(grant -> !isOver(grant))
                .findFirst();
    }

    boolean isRevoked(int client, int user) {
        return read(client, user).findAny().isEmpty();
    }

    private Stream<Grant> read(int client, int user) {
        return ledger.view(client, user).stream().map(Grants::read).filter(grant -> !grant.revoked());
    }

    private static Grant read(Slot slot) {
        synchronized (slot) {
            return slot.grant();
        }
    }

    /** Ends the grant that this token belongs to. */
    void revoke(Token token) {
        ledger.touch(token).ifPresent(this::revoke);
    }

    /** Ends all grants of this user to this client. */
    void revoke(int client, int user) {
        ledger.touch(client, user).forEach(this::revoke);
    }

    private void revoke(Slot slot) {
        synchronized (slot) {
            ledger.change(slot, slot.grant().asRevoked());
        }
    }

    /** From now on the grant covers no more than this. */
    Grant narrow(Grant grant, Set<String> scopes) {
        Slot slot = ledger.touch(Token.refresh(grant)).orElseThrow();
        synchronized (slot) {
            ledger.change(slot, slot.grant().covering(scopes));
            return slot.grant();
        }
    }

    /** How often all access tokens were expired. */
    int epoch() {
        return ledger.epoch();
    }

    void expireAccessTokens() {
        ledger.nextEpoch();
    }

    void expireAccessToken(int client, int user) {
        ledger.touch(client, user).forEach(slot -> {
            synchronized (slot) {
                slot.expireAccessToken(true);
            }
        });
    }
}
