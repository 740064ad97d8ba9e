package org.qfsync.consent;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.qfsync.store.StaleSlices;
import org.qfsync.store.SyncedUsers;
import org.qfsync.token.Actor;
import org.qfsync.token.Disconnected;
import org.qfsync.token.Grant;
import org.qfsync.token.Tokens;

/**
 * Ends consents: the tokens are revoked and deleted, analysts no longer see the user, and their data is deleted for good
 * when its time is over, unless they consent again before. Thread-safe.
 */
public final class Withdrawals {
    private final Tokens tokens;
    private final SyncedUsers users;
    private final ConsentProperties properties;
    private final StaleSlices slices;
    private final Clock clock;

    public Withdrawals(
            Tokens tokens, SyncedUsers users, ConsentProperties properties, StaleSlices slices, Clock clock) {
        this.tokens = tokens;
        this.users = users;
        this.properties = properties;
        this.slices = slices;
        this.clock = clock;
    }

    /**
     * Withdraws the consent of that user; doing it again changes nothing.
     *
     * @param who asked for it
     */
    public Withdrawn withdraw(String sub, Actor who) {
        Instant now = clock.instant();
        // Before and after: at once, and in spite of a sync that was under way.
        users.withdrew(sub, now);
        Disconnected disconnected = tokens.lifecycle().disconnect(sub, who, now.plus(properties.eraseAfter()));
        users.withdrew(sub, now);
        slices.refreshSoon();
        return new Withdrawn(disconnected, tokens.vault().find(sub).flatMap(Grant::eraseAt));
    }

    /**
     * What a withdrawal came to.
     *
     * @param eraseAt when the user's data is deleted for good, by the first run from then on; empty if there is no grant
     */
    public record Withdrawn(Disconnected disconnected, Optional<Instant> eraseAt) {}
}
