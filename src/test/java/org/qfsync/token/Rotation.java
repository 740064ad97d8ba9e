package org.qfsync.token;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory of an authorization server that rotates strictly: a refresh token works once, and one that comes again
 * revokes its grant, unless the server grants grace.
 */
final class Rotation {
    private final Map<String, String> subOf = new HashMap<>();
    private final Map<String, String> current = new HashMap<>();
    private final Set<String> revoked = new HashSet<>();
    private final AtomicLong issued = new AtomicLong();
    private final Map<String, Integer> reuses = new HashMap<>();
    private boolean grace;

    /** The first refresh token of a user's consent. */
    synchronized String consent(String sub) {
        String token = next("rt");
        subOf.put(token, sub);
        current.put(sub, token);
        revoked.remove(sub);
        return token;
    }

    String next(String kind) {
        return kind + "-" + issued.incrementAndGet() + "-SECRETSECRETSECRETSECRETSECRET";
    }

    synchronized void allowGrace() {
        grace = true;
    }

    /** A new pair for the newest refresh token; empty for any other, and then the grant is gone. */
    synchronized Optional<Pair> rotate(String refreshToken) {
        String sub = subOf.get(refreshToken);
        if (sub == null || revoked.contains(sub)) {
            return Optional.empty();
        }
        if (!refreshToken.equals(current.get(sub))) {
            reuses.merge(sub, 1, Integer::sum);
            if (!grace) {
                revoked.add(sub);
                return Optional.empty();
            }
        }
        Pair pair = new Pair(next("at"), next("rt"));
        subOf.put(pair.refreshToken, sub);
        current.put(sub, pair.refreshToken);
        return Optional.of(pair);
    }

    /** Ends the grant of the newest refresh token; of any other, nothing. */
    synchronized void revoke(String refreshToken) {
        if (isCurrent(refreshToken)) {
            revoked.add(String.valueOf(subOf.get(refreshToken)));
        }
    }

    /** The newest refresh token of a user, if their grant stands. */
    synchronized Optional<String> standing(String sub) {
        return revoked.contains(sub) ? Optional.empty() : Optional.ofNullable(current.get(sub));
    }

    /** True while a refresh with it would succeed. */
    synchronized boolean isCurrent(String refreshToken) {
        String sub = subOf.get(refreshToken);
        return sub != null && !revoked.contains(sub) && refreshToken.equals(current.get(sub));
    }

    /** How often a spent refresh token was presented. */
    synchronized int reuses() {
        return reuses.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The same of one user. */
    synchronized int reuses(String sub) {
        return reuses.getOrDefault(sub, 0);
    }

    /** The newest refresh token of a user, whether their grant stands or not. */
    synchronized String newest(String sub) {
        return String.valueOf(current.get(sub));
    }

    record Pair(String accessToken, String refreshToken) {
        /** @param more further members, each with a leading comma */
        String json(String more) {
            return "{\"access_token\":\"" + accessToken + "\",\"refresh_token\":\"" + refreshToken
                    + "\",\"token_type\":\"bearer\",\"expires_in\":3600" + more + "}";
        }
    }
}
