package org.qfsync.consent;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.qfsync.consent.AuthorizationCodeFlow.Started;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SyncException;
import org.qfsync.store.SyncedUsers;
import org.qfsync.token.Actor;
import org.qfsync.token.Disconnected;
import org.qfsync.token.Grant;
import org.qfsync.token.Tokens;

/**
 * What users and applications may do without an operator, and no more: users act for themselves after the authorization
 * server has said who they are, applications under the name of their key. All that public pages can reach. Thread-safe.
 */
public final class SelfService {
    private static final Set<String> WHO = Set.of("openid");

    private final AuthorizationCodeFlow flow;
    private final Set<String> usualScopes;
    private final Tokens tokens;
    private final SyncedUsers users;
    private final Duration eraseAfter;
    private final Clock clock;

    public SelfService(
            AuthorizationCodeFlow flow,
            LoginProperties properties,
            Tokens tokens,
            SyncedUsers users,
            Duration eraseAfter,
            Clock clock) {
        this.flow = flow;
        this.usualScopes = properties.scopes();
        this.tokens = tokens;
        this.users = users;
        this.eraseAfter = eraseAfter;
        this.clock = clock;
    }

    /** What users are asked for, as far as the operator has a say. */
    public Set<String> usualScopes() {
        return usualScopes;
    }

    /** How long the data of a user is kept who withdrew and did not ask for more haste. */
    public Duration keptAfterWithdrawal() {
        return eraseAfter;
    }

    /**
     * Withdraws the consent of a user who has shown who they are.
     *
     * @param soon true if their data is to be deleted by the next run, and not only when its time is over
     */
    public Ended withdraw(String sub, boolean soon) {
        Instant now = clock.instant();
        // Before and after: at once, and in spite of a sync that was under way.
        users.withdrew(sub, now);
        Disconnected result = tokens.lifecycle().disconnect(sub, Actor.user(), soon ? now : now.plus(eraseAfter));
        users.withdrew(sub, now);
        return new Ended(
                result.known(), result.upstream(), tokens.vault().find(sub).flatMap(Grant::eraseAt));
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
     * @param eraseAt when the user's data is deleted for good, by the first run from then on; empty if there is none
     */
    public record Ended(boolean known, String upstream, Optional<Instant> eraseAt) {}
}
