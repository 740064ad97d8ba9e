package org.qfsync.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a test or a demo may do to this world from outside. Thread-safe. */
final class Levers {
    private final World world;
    private final OAuthParts parts;
    private final Grants grants;
    private final GrantLedger ledger;
    private final OAuthEndpoints oauth;
    private final ContentControls content;
    private final Clock clock;
    private final Visitor visitor = new Visitor();
    private final UserTruths truths;

    Levers(OAuthParts parts, GrantLedger ledger, OAuthEndpoints oauth, ContentControls content, Clock clock) {
        this.parts = parts;
        this.world = parts.world();
        this.grants = parts.grants();
        this.ledger = ledger;
        this.oauth = oauth;
        this.content = content;
        this.clock = clock;
        this.truths = new UserTruths(world);
    }

    int night() {
        return world.night();
    }

    void expireAccessTokens() {
        grants.expireAccessTokens();
    }

    void grace(Duration value) {
        grants.grace(value);
    }

    void advance() {
        for (int user : world.advance()) {
            grants.revoke(Clients.CONFIDENTIAL, user);
            grants.revoke(Clients.PUBLIC, user);
        }
        ledger.rememberNight();
    }

    void revoke(String sub) {
        int user = user(sub);
        grants.revoke(Clients.CONFIDENTIAL, user);
        grants.revoke(Clients.PUBLIC, user);
    }

    void consent(String sub) {
        int user = user(sub);
        Instant now = clock.instant();
        grants.open(Clients.CONFIDENTIAL, user, world.scopes(user), now);
        grants.open(Clients.PUBLIC, user, world.scopes(user), now);
    }

    Registration registration() {
        return parts.registration();
    }

    ContentControls content() {
        return content;
    }

    void rotateKeys() {
        oauth.rotateKeys();
    }

    Visitor visitor() {
        return visitor;
    }

    void expireAccessToken(String sub) {
        int user = user(sub);
        grants.expireAccessToken(Clients.CONFIDENTIAL, user);
        grants.expireAccessToken(Clients.PUBLIC, user);
    }

    Truth truth(String sub) {
        int user = user(sub);
        UserData data = world.data(user);
        return new Truth(sub, isConsented(user), scopes(user), data.collections(), data.items(), data.bookmarks());
    }

    UserTruth userTruth(String sub) {
        int user = user(sub);
        return truths.of(user, isConsented(user), scopes(user));
    }

    Stream<String> subs() {
        return IntStream.range(0, world.users()).mapToObj(world::sub);
    }

    void stir(int changes) {
        world.stir(changes);
    }

    void clear(String sub) {
        world.clear(user(sub));
    }

    LocalDate today() {
        return world.today();
    }

    private boolean isConsented(int user) {
        return !grants.isRevoked(Clients.CONFIDENTIAL, user);
    }

    private Set<String> scopes(int user) {
        return grants.standing(Clients.CONFIDENTIAL, user).map(Grant::scopes).orElseGet(() -> world.scopes(user));
    }

    /** Everyone whose grant stands, and the one whose grant was revoked before anybody looked. */
    Stream<String> consentLines(int client) {
        return IntStream.range(0, world.users())
                .mapToObj(user -> consentLine(client, user))
                .flatMap(Optional::stream);
    }

    Optional<String> consentLine(int client, String sub) {
        return consentLine(client, user(sub));
    }

    private Optional<String> consentLine(int client, int user) {
        return grants.standing(client, user)
                .or(() -> world.isBornRevoked(user) ? Optional.of(ledger.untouched(client, user)) : Optional.empty())
                .map(this::line);
    }

    private String line(Grant grant) {
        List<String> members = List.of(
                member("sub", world.sub(grant.user())),
                member("refresh_token", oauth.refreshToken(grant)),
                member("scope", grant.scope()),
                member("client_id", parts.clients().id(grant.client())));
        return "{" + String.join(",", members) + "}";
    }

    private static String member(String name, String value) {
        return "\"" + name + "\":\"" + value + "\"";
    }

    /** The number of that user. */
    int user(String sub) {
        OptionalInt user = world.indexOf(sub);
        return user.orElseThrow(() -> new IllegalArgumentException("The sandbox has no user \"" + sub + "\""));
    }
}
