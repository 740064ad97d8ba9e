package org.qfsync.consent;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.qfsync.token.Actor;
import org.qfsync.token.Disconnected;
import org.qfsync.token.GrantState;
import org.qfsync.token.Tokens;

/**
 * What operators do to the consent of one user without a shell, and no more: each act is in the audit with their
 * account. All that the console can reach of grants; no token gets out of here. Thread-safe.
 */
public final class GrantDesk {
    private final Tokens tokens;
    private final Withdrawals withdrawals;
    private final Erasure erasure;
    private final ConsentProperties properties;

    public GrantDesk(Tokens tokens, Withdrawals withdrawals, Erasure erasure, ConsentProperties properties) {
        this.tokens = tokens;
        this.withdrawals = withdrawals;
        this.erasure = erasure;
        this.properties = properties;
    }

    /** The client whose grants these are. */
    public String clientId() {
        return tokens.vault().clientId();
    }

    /** Where users consent, if this program serves such a page. */
    public Optional<URI> connectPage() {
        return properties.connectPage();
    }

    /**
     * Puts the user aside: no run syncs them, their grant is kept alive.
     *
     * @param account the operator
     * @return false if the grant stands in a way in which there is nothing to pause; true also if it was paused already
     */
    public boolean pause(String sub, String account) {
        return tokens.lifecycle().pause(sub, operator(account)) || isPaused(sub);
    }

    /**
     * Ends a pause.
     *
     * @param account the operator
     * @return false if there was none
     */
    public boolean resume(String sub, String account) {
        return tokens.lifecycle().resume(sub, operator(account));
    }

    /**
     * Withdraws the consent; the data is deleted when its time is over.
     *
     * @param account the operator
     */
    public Ended disconnect(String sub, String account) {
        Withdrawals.Withdrawn withdrawn = withdrawals.withdraw(sub, operator(account));
        Disconnected result = withdrawn.disconnected();
        return new Ended(result.known(), result.upstream(), withdrawn.eraseAt());
    }

    /**
     * Deletes the user at once and for good.
     *
     * @param account the operator
     */
    public ErasureReceipt erase(String sub, String account) {
        return erasure.erase(sub, operator(account));
    }

    private boolean isPaused(String sub) {
        return tokens.vault()
                .find(sub)
                .filter(grant -> grant.state() == GrantState.PAUSED)
                .isPresent();
    }

    private static Actor operator(String account) {
        return new Actor(Actor.Kind.OPERATOR, account);
    }

    /**
     * What the withdrawal of a consent came to.
     *
     * @param known false if there is no grant of that user
     * @param upstream what the authorization server said: {@code revoked}, {@code nothing to revoke}, or else why not
     * @param eraseAt when the user's data is deleted for good, by the first run from then on
     */
    public record Ended(boolean known, String upstream, Optional<Instant> eraseAt) {}
}
