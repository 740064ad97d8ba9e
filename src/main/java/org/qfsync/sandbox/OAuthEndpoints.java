package org.qfsync.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.qfsync.sandbox.Tokens.Kind;
import org.qfsync.sandbox.Tokens.Token;

/** The authorization server: token, revocation (RFC 7009), introspection (RFC 7662) and discovery endpoints. */
final class OAuthEndpoints {
    private final World world;
    private final Clients clients;
    private final Tokens tokens;
    private final Grants grants;
    private final Tally tally;
    private final Set<Quirk> quirks;
    private final Clock clock;
    private final String issuer;
    private final AtomicInteger appTokens = new AtomicInteger();

    OAuthEndpoints(SandboxOptions options, World world, Clients clients, Tokens tokens, Grants grants, Tally tally) {
        this.world = world;
        this.clients = clients;
        this.tokens = tokens;
        this.grants = grants;
        this.tally = tally;
        this.quirks = options.quirks();
        this.clock = options.clock();
        this.issuer = "https://sandbox.qfsync.invalid/seed-" + options.seed();
    }

    /** The user that the refresh token in a request speaks of, for faults that strike one user. */
    Optional<String> subject(Call call) {
        String text = call.route() == Route.DISCOVERY ? "" : call.body();
        int start = text.indexOf("ory_rt_");
        if (start < 0) {
            return Optional.empty();
        }
        int end = text.indexOf('&', start);
        return tokens.read(text.substring(start, end < 0 ? text.length() : end))
                .map(token -> world.sub(token.subject()));
    }

    Reply answer(Call call, String baseUrl) {
        return switch (call.route()) {
            case TOKEN -> token(call);
            case REVOKE -> revoke(call);
            case INTROSPECT -> introspect(call);
            default -> discovery(baseUrl);
        };
    }

    private Reply token(Call call) {
        Map<String, String> form = call.form();
        int client = clients.authenticate(call.header("Authorization"), form);
        String grantType = form.getOrDefault("grant_type", "");
        return switch (grantType) {
            case "client_credentials" -> clientCredentials(client, form);
            case "refresh_token" -> refresh(client, form);
            case "" -> throw Refusal.oauth(400, "invalid_request", "The parameter grant_type is required.");
            default ->
                throw Refusal.oauth(400, "unsupported_grant_type", "The grant type is not supported by this server.");
        };
    }

    private Reply clientCredentials(int client, Map<String, String> form) {
        if (client == Clients.PUBLIC) {
            throw Refusal.oauth(400, "unauthorized_client", "A public client cannot use client_credentials.");
        }
        String scope = form.getOrDefault("scope", "");
        if (!Set.of("", "content").contains(scope)) {
            throw Refusal.oauth(400, "invalid_scope", "The client is not allowed to request this scope.");
        }
        int serial = appTokens.incrementAndGet();
        // the generation of an app token tells whether it may read content
        Token token = new Token(Kind.APP, client, serial, scope.isEmpty() ? 0 : 1, grants.epoch(), now());
        return granted(tokens.write(token), serial, scope, Optional.empty());
    }

    private Reply refresh(int client, Map<String, String> form) {
        String text = form.get("refresh_token");
        if (text == null || text.isEmpty()) {
            throw Refusal.oauth(400, "invalid_request", "The parameter refresh_token is required.");
        }
        Token presented = tokens.read(text)
                .filter(token -> token.kind() == Kind.REFRESH && token.client() == client)
                .filter(token -> token.subject() < world.users())
                .orElseThrow(() -> invalidGrant("The refresh token is unknown or was issued to another client."));
        Grants.Refresh refresh = grants.refresh(presented);
        String sub = world.sub(presented.subject());
        tally.refresh(sub, refresh);
        return switch (refresh.outcome()) {
            case REUSED -> throw spent();
            case UNKNOWN -> throw refresh.wasSpent() ? spent() : invalidGrant("The grant has been revoked.");
            case REFRESHED -> issue(client, presented.subject(), refresh.generation());
        };
    }

    private Reply issue(int client, int user, int generation) {
        Token access = new Token(Kind.USER_ACCESS, client, user, generation, grants.epoch(), now());
        String refreshToken = refreshToken(client, user, generation);
        Optional<String> rotated = quirks.contains(Quirk.NO_ROTATION) ? Optional.empty() : Optional.of(refreshToken);
        return granted(tokens.write(access), generation, String.join(" ", world.scopes(user)), rotated);
    }

    String refreshToken(int client, int user, int generation) {
        return tokens.write(new Token(Kind.REFRESH, client, user, generation, 0, Instant.EPOCH));
    }

    private static Reply granted(String accessToken, int serial, String scope, Optional<String> refreshToken) {
        long lifetime = Grants.LIFETIME.toSeconds() - (serial % 3 == 2 ? 1 : 0);
        return Reply.json(200, json -> {
                    json.writeStringProperty("access_token", accessToken);
                    json.writeNumberProperty("expires_in", lifetime);
                    refreshToken.ifPresent(token -> json.writeStringProperty("refresh_token", token));
                    json.writeStringProperty("scope", scope);
                    json.writeStringProperty("token_type", "bearer");
                })
                .with("Cache-Control", "no-store");
    }

    private Refusal spent() {
        return quirks.contains(Quirk.TOKEN_INACTIVE_401)
                ? Refusal.oauth(401, "token_inactive", "Token is inactive because it was already used.")
                : invalidGrant("The refresh token was already used; its grant has been revoked.");
    }

    private static Refusal invalidGrant(String reason) {
        return Refusal.oauth(400, "invalid_grant", reason);
    }

    private Reply revoke(Call call) {
        Map<String, String> form = call.form();
        int client = clients.authenticate(call.header("Authorization"), form);
        tokens.read(required(form))
                .filter(token -> token.kind() != Kind.APP && token.client() == client)
                .filter(grants::isCurrent)
                .ifPresent(token -> grants.revoke(client, token.subject()));
        return Reply.empty(200);
    }

    private Reply introspect(Call call) {
        if (quirks.contains(Quirk.INTROSPECTION_BLOCKED)) {
            return Reply.html(403);
        }
        Map<String, String> form = call.form();
        int client = clients.authenticate(call.header("Authorization"), form);
        Optional<Token> active = tokens.read(required(form))
                .filter(token -> token.client() == client)
                .filter(token -> token.kind() == Kind.REFRESH ? grants.isCurrent(token) : grants.isActive(token));
        return Reply.json(200, json -> {
            json.writeBooleanProperty("active", active.isPresent());
            active.ifPresent(token -> {
                boolean refresh = token.kind() == Kind.REFRESH;
                boolean app = token.kind() == Kind.APP;
                json.writeStringProperty("client_id", clients.id(client));
                json.writeStringProperty("sub", app ? clients.id(client) : world.sub(token.subject()));
                json.writeStringProperty("scope", app ? "content" : String.join(" ", world.scopes(token.subject())));
                json.writeNumberProperty("iat", token.issuedAt().getEpochSecond());
                json.writeNumberProperty(
                        "exp", token.issuedAt().plus(Grants.LIFETIME).getEpochSecond());
                json.writeStringProperty("iss", issuer);
                json.writeStringProperty("token_type", "Bearer");
                json.writeStringProperty("token_use", refresh ? "refresh_token" : "access_token");
            });
        });
    }

    private static String required(Map<String, String> form) {
        String token = form.get("token");
        if (token == null || token.isEmpty()) {
            throw Refusal.oauth(400, "invalid_request", "The parameter token is required.");
        }
        return token;
    }

    private Reply discovery(String baseUrl) {
        return Reply.json(200, json -> {
            json.writeStringProperty("issuer", issuer);
            json.writeStringProperty("authorization_endpoint", baseUrl + "/oauth2/auth");
            json.writeStringProperty("token_endpoint", baseUrl + "/oauth2/token");
            json.writeStringProperty("revocation_endpoint", baseUrl + "/oauth2/revoke");
            json.writeStringProperty("introspection_endpoint", baseUrl + "/oauth2/introspect");
            json.writeArrayPropertyStart("token_endpoint_auth_methods_supported");
            json.writeString("client_secret_basic");
            json.writeString("none");
            json.writeEndArray();
            json.writeArrayPropertyStart("grant_types_supported");
            json.writeString("client_credentials");
            json.writeString("refresh_token");
            json.writeEndArray();
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
