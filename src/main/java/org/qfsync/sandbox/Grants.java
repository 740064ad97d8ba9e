package org.qfsync.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.qfsync.sandbox.Tokens.Kind;
import org.qfsync.sandbox.Tokens.Token;

/**
 * Which tokens are good: Hydra's rules, strict unless a grace is set. Holds state only for grants that something
 * happened to. Thread-safe: one lock per grant.
 */
final class Grants {
    static final Duration LIFETIME = Duration.ofHours(1);

    /** What a refresh found. */
    enum Outcome {
        REFRESHED,
        /** The token had been spent; the whole grant is now revoked. */
        REUSED,
        /** The grant is revoked, or the token is not ours. */
        UNKNOWN
    }

    /** The outcome, and the generation of the new tokens where there are any. */
    record Refresh(Outcome outcome, int generation, boolean wasSpent) {}

    private record Key(int client, int user) {}

    private static final class Grant {
        private int generation;
        private boolean revoked;
        private int expiredGeneration = -1;
        private final Map<Integer, Instant> spentAt = new HashMap<>(2);
    }

    private final Map<Key, Grant> touched = new ConcurrentHashMap<>();
    private final World world;
    private final StateFile state;
    private final Clock clock;
    private final boolean rotating;
    private final AtomicInteger epoch = new AtomicInteger();
    private volatile Duration grace = Duration.ZERO;

    Grants(World world, SandboxOptions options) {
        this.world = world;
        this.clock = options.clock();
        this.rotating = !options.quirks().contains(Quirk.NO_ROTATION);
        int asked = world.night();
        Memory memory = new Memory();
        this.state = StateFile.open(options.stateFile(), world.name(), memory);
        if (asked > memory.night) {
            state.night(asked);
        }
    }

    private final class Memory implements StateFile.Listener {
        private int night;

        @Override
        public void grant(int client, int user, int generation, boolean revoked) {
            Grant grant = of(client, user);
            grant.generation = generation;
            grant.revoked = revoked;
        }

        @Override
        public void night(int value) {
            night = value;
            while (world.night() < value) {
                world.advance();
            }
        }

        @Override
        public void epoch(int value) {
            epoch.set(value);
        }
    }

    /** In grace a spent token mints the newest pair; the pair that got lost is then spent as well. */
    void grace(Duration value) {
        grace = value;
    }

    StateFile state() {
        return state;
    }

    int epoch() {
        return epoch.get();
    }

    int generation(int client, int user) {
        Grant grant = view(client, user);
        synchronized (grant) {
            return grant.generation;
        }
    }

    boolean isRevoked(int client, int user) {
        Grant grant = view(client, user);
        synchronized (grant) {
            return grant.revoked;
        }
    }

    Refresh refresh(Token token) {
        Grant grant = of(token.client(), token.subject());
        synchronized (grant) {
            boolean spent = token.generation() < grant.generation;
            if (spent && !grant.revoked && !isInGrace(grant, token)) {
                grant.revoked = true;
                remember(token, grant);
                return new Refresh(Outcome.REUSED, grant.generation, true);
            }
            // a later generation than ours was issued by a sandbox whose state was thrown away
            if (grant.revoked || token.generation() > grant.generation) {
                return new Refresh(Outcome.UNKNOWN, grant.generation, spent);
            }
            rotate(grant, token);
            return new Refresh(Outcome.REFRESHED, grant.generation, spent);
        }
    }

    private void rotate(Grant grant, Token token) {
        if (rotating) {
            Instant now = clock.instant();
            grant.spentAt.values().removeIf(spentAt -> spentAt.plus(grace).isBefore(now));
            if (!grace.isZero()) {
                grant.spentAt.put(grant.generation, now);
            }
            grant.generation++;
            remember(token, grant);
        } else {
            grant.expiredGeneration = -1;
        }
    }

    private boolean isInGrace(Grant grant, Token token) {
        Instant spentAt = grant.spentAt.get(token.generation());
        return !grace.isZero() && spentAt != null && clock.instant().isBefore(spentAt.plus(grace));
    }

    /** Whether this access token opens anything. */
    boolean isActive(Token token) {
        Instant now = clock.instant();
        if (token.kind() == Kind.REFRESH
                || token.epoch() != epoch.get()
                || !now.isBefore(token.issuedAt().plus(LIFETIME))) {
            return false;
        }
        return token.kind() == Kind.APP || isCurrent(token);
    }

    /** Whether this user's token is the newest of a grant that stands. */
    boolean isCurrent(Token token) {
        Grant grant = view(token.client(), token.subject());
        synchronized (grant) {
            boolean expired = token.kind() == Kind.USER_ACCESS && grant.expiredGeneration == token.generation();
            return !grant.revoked && !expired && grant.generation == token.generation();
        }
    }

    void revoke(int client, int user) {
        Grant grant = of(client, user);
        synchronized (grant) {
            grant.revoked = true;
            state.grant(client, user, grant.generation, true);
        }
    }

    /** The user consents once more: fresh tokens, whatever happened to the old ones. */
    void consent(int client, int user) {
        Grant grant = of(client, user);
        synchronized (grant) {
            grant.revoked = false;
            grant.generation++;
            grant.spentAt.clear();
            state.grant(client, user, grant.generation, false);
        }
    }

    void expireAccessToken(int client, int user) {
        Grant grant = of(client, user);
        synchronized (grant) {
            grant.expiredGeneration = grant.generation;
        }
    }

    void expireAccessTokens() {
        state.epoch(epoch.incrementAndGet());
    }

    private void remember(Token token, Grant grant) {
        state.grant(token.client(), token.subject(), grant.generation, grant.revoked);
    }

    /** For changing. */
    private Grant of(int client, int user) {
        return touched.computeIfAbsent(new Key(client, user), this::untouched);
    }

    /** For looking only: makes no state for a grant that has none. */
    private Grant view(int client, int user) {
        Key key = new Key(client, user);
        Grant known = touched.get(key);
        return known == null ? untouched(key) : known;
    }

    private Grant untouched(Key key) {
        Grant grant = new Grant();
        grant.revoked = world.isWithdrawn(key.user());
        return grant;
    }
}
