package org.qfsync.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a test or a demo may do to this world from outside. Thread-safe. */
final class Levers {
    private final World world;
    private final Clients clients;
    private final Grants grants;
    private final OAuthEndpoints oauth;

    Levers(World world, Clients clients, Grants grants, OAuthEndpoints oauth) {
        this.world = world;
        this.clients = clients;
        this.grants = grants;
        this.oauth = oauth;
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
        grants.state().night(world.night());
    }

    void revoke(String sub) {
        int user = user(sub);
        grants.revoke(Clients.CONFIDENTIAL, user);
        grants.revoke(Clients.PUBLIC, user);
    }

    void consent(String sub) {
        int user = user(sub);
        grants.consent(Clients.CONFIDENTIAL, user);
        grants.consent(Clients.PUBLIC, user);
    }

    void expireAccessToken(String sub) {
        int user = user(sub);
        grants.expireAccessToken(Clients.CONFIDENTIAL, user);
        grants.expireAccessToken(Clients.PUBLIC, user);
    }

    Truth truth(String sub) {
        int user = user(sub);
        UserData data = world.data(user);
        boolean consented = !grants.isRevoked(Clients.CONFIDENTIAL, user);
        return new Truth(sub, consented, world.scopes(user), data.collections(), data.items(), data.bookmarks());
    }

    /** Everyone whose grant stands, and the one whose grant was revoked before anybody looked. */
    Stream<String> consentLines(int client) {
        return IntStream.range(0, world.users())
                .filter(user -> world.isBornRevoked(user) || !grants.isRevoked(client, user))
                .mapToObj(user -> consentLine(client, user));
    }

    private String consentLine(int client, int user) {
        List<String> members = List.of(
                member("sub", world.sub(user)),
                member("refresh_token", oauth.refreshToken(client, user, grants.generation(client, user))),
                member("scope", String.join(" ", world.scopes(user))),
                member("client_id", clients.id(client)));
        return "{" + String.join(",", members) + "}";
    }

    private static String member(String name, String value) {
        return "\"" + name + "\":\"" + value + "\"";
    }

    private int user(String sub) {
        OptionalInt user = world.indexOf(sub);
        return user.orElseThrow(() -> new IllegalArgumentException("The sandbox has no user \"" + sub + "\""));
    }
}
