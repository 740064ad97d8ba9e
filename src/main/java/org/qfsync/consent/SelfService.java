package org.qfsync.consent;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.qfsync.consent.AuthorizationCodeFlow.Started;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SyncException;
import org.qfsync.token.Actor;
import org.qfsync.token.Disconnected;

/**
 * What users and applications may do without an operator, and no more: users act for themselves after the authorization
 * server has said who they are, applications under the name of their key. All that public pages can reach. Thread-safe.
 */
public final class SelfService {
    private static final Set<String> WHO = Set.of("openid");

    private final AuthorizationCodeFlow flow;
    private final Set<String> usualScopes;
    private final Withdrawals withdrawals;
    private final Erasure erasure;
    private final Duration eraseAfter;

    public SelfService(
            AuthorizationCodeFlow flow,
            LoginProperties login,
            Withdrawals withdrawals,
            Erasure erasure,
            ConsentProperties properties) {
        this.flow = flow;
        this.usualScopes = login.scopes();
        this.withdrawals = withdrawals;
        this.erasure = erasure;
        this.eraseAfter = properties.eraseAfter();
    }

    /** What users are asked for, as far as the operator has a say. */
    public Set<String> usualScopes() {
        return usualScopes;
    }

    /** How long the data of a user is kept who withdrew and did not ask for more haste. */
    public Duration keptAfterWithdrawal() {
        return eraseAfter;
    }

    /** Withdraws the consent of a user who has shown who they are; their data is deleted when its time is over. */
    public Ended withdraw(String sub) {
        Withdrawals.Withdrawn withdrawn = withdrawals.withdraw(sub, Actor.user());
        Disconnected result = withdrawn.disconnected();
        return new Ended(result.known(), result.upstream(), withdrawn.eraseAt(), false);
    }

    /** The same, and deletes their data at once. */
    public Ended erase(String sub) {
        ErasureReceipt receipt = erasure.erase(sub, Actor.user());
        return new Ended(receipt.hadGrant(), receipt.upstream(), Optional.empty(), true);
    }

    /**
     * Begins a login in which the user consents.
     *
     * @throws SyncException if the authorization server cannot be asked
     */
    public Started beginConsent(URI redirectUri, Set<String> scopes) {
        return flow.begin(redirectUri, scopes);
    }

    /**
     * Begins a login in which the user only shows who they are.
     *
     * @throws SyncException if the authorization server cannot be asked
     */
    public Started beginIdentification(URI redirectUri) {
        return flow.begin(redirectUri, WHO);
    }

    /**
     * Stores the consent that a login came to.
     *
     * @throws SyncException with what to do; nothing is stored then
     */
    public Consented consent(AuthorizationResponse response) {
        return flow.finish(response, Actor.user());
    }

    /**
     * The user whom a login was to identify.
     *
     * @throws SyncException with what to do
     */
    public String identify(AuthorizationResponse response) {
        return flow.identify(response);
    }

    /**
     * Stores the consent that a user gave in an application's own frontend.
     *
     * @param application the name of its key
     * @throws SyncException with what to do; nothing is stored then
     */
    public Consented consentThrough(String application, Secret code, Secret verifier, URI redirectUri) {
        return flow.exchange(code, verifier, redirectUri, Actor.application(application));
    }

    /**
     * What the withdrawal of a consent came to.
     *
     * @param known false if the user had not consented
     * @param upstream what the authorization server said: {@code revoked}, {@code nothing to revoke}, or else why not
     * @param eraseAt when the user's data is deleted for good, by the first run from then on
     * @param erased true if it is deleted
     */
    public record Ended(boolean known, String upstream, Optional<Instant> eraseAt, boolean erased) {}
}
