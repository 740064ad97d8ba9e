package org.qfsync.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What stands about one consent of one user to one client. A user who consents again gets another grant beside the
 * old one, as with Hydra: what happens to one does not touch the other.
 *
 * @param client number of the client
 * @param user index of the user
 * @param id a random number; {@link #FROM_THE_BEGINNING} for the consent that was given before anybody looked
 * @param generation how many rotations its tokens went through
 * @param revoked true when nothing of it is good any more
 * @param scopes what the user granted
 * @param consentedAt when, which is also when the user signed in
 * @param renewedAt when its refresh token was last issued
 */
record Grant(
        int client,
        int user,
        long id,
        int generation,
        boolean revoked,
        Set<String> scopes,
        Instant consentedAt,
        Instant renewedAt) {
    static final long FROM_THE_BEGINNING = 0;

    Grant {
        scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
    }

    Grant rotated(Instant now) {
        return new Grant(client, user, id, generation + 1, revoked, scopes, consentedAt, now);
    }

    Grant asRevoked() {
        return new Grant(client, user, id, generation, true, scopes, consentedAt, renewedAt);
    }

    Grant covering(Collection<String> fewer) {
        return new Grant(client, user, id, generation, revoked, Set.copyOf(fewer), consentedAt, renewedAt);
    }

    /** Whether it ever had a refresh token. */
    boolean isOffline() {
        return scopes.contains("offline_access");
    }

    String scope() {
        return String.join(" ", scopes);
    }

    /** The {@code sid} of its ID tokens. */
    String sessionId() {
        String name = client + " " + user + " " + id;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
