package org.qfsync.sandbox;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qfsync.sandbox.Tokens.Kind;
import org.qfsync.sandbox.Tokens.Token;
import tools.jackson.core.JsonGenerator;

/** What can be done with a token once it is there: revoke it (RFC 7009), ask about it (RFC 7662), ask who it is for. */
final class TokenDesk {
    private final OAuthParts parts;
    private final Set<Quirk> quirks;
    private final String issuer;

    TokenDesk(OAuthParts parts, Set<Quirk> quirks, String issuer) {
        this.parts = parts;
        this.quirks = quirks;
        this.issuer = issuer;
    }

    /** Ends the grant that a good token belongs to. About any other token it says nothing and does nothing. */
    Reply revoke(Call call) {
        Map<String, String> form = call.form();
        int client = parts.clients().authenticate(call.header("Authorization"), form);
        parts.tokens()
                .read(required(form))
                .filter(token -> token.kind() != Kind.APP && token.client() == client)
                .filter(parts.grants()::isCurrent)
                .ifPresent(token -> {
                    parts.grants().revoke(token);
                    parts.tally().revocation();
                });
        return Reply.empty(200);
    }

    Reply introspect(Call call) {
        if (quirks.contains(Quirk.INTROSPECTION_BLOCKED)) {
            return Reply.html(403);
        }
        Map<String, String> form = call.form();
        int client = parts.clients().authenticate(call.header("Authorization"), form);
        Optional<Token> active = parts.tokens()
                .read(required(form))
                .filter(token -> token.client() == client)
                .filter(token -> token.kind() == Kind.REFRESH
                        ? parts.grants().isGood(token)
                        : parts.grants().isActive(token));
        return Reply.json(200, json -> {
            json.writeBooleanProperty("active", active.isPresent());
            active.ifPresent(token -> write(json, token));
        });
    }

    private void write(JsonGenerator json, Token token) {
        Optional<Grant> grant = parts.grants().of(token);
        String clientId = parts.clients().id(token.client());
        boolean refresh = token.kind() == Kind.REFRESH;
        Instant issuedAt = refresh ? grant.orElseThrow().renewedAt() : token.issuedAt();
        Instant end = refresh ? parts.grants().endOf(grant.orElseThrow()) : issuedAt.plus(Grants.LIFETIME);
        json.writeStringProperty("client_id", clientId);
        json.writeStringProperty(
                "sub", grant.isEmpty() ? clientId : parts.world().sub(token.subject()));
        json.writeStringProperty("scope", grant.map(Grant::scope).orElse("content"));
        json.writeNumberProperty("iat", issuedAt.getEpochSecond());
        json.writeNumberProperty("exp", end.getEpochSecond());
        json.writeStringProperty("iss", issuer);
        json.writeStringProperty("token_type", "Bearer");
        json.writeStringProperty("token_use", refresh ? "refresh_token" : "access_token");
    }

    /** OpenID Connect Core §5.3. */
    Reply userinfo(Call call) {
        Optional<Token> token = call.bearer().flatMap(parts.tokens()::read).filter(parts.grants()::isActive);
        Optional<Grant> grant = token.flatMap(parts.grants()::of);
        if (grant.isEmpty()) {
            return new OAuthError(401, "request_unauthorized", "There is no access token, or it is no longer good.")
                    .reply()
                    .with("WWW-Authenticate", "Bearer error=\"invalid_token\"");
        }
        if (!grant.get().scopes().contains("openid")) {
            return new OAuthError(403, "insufficient_scope", "The access token does not cover the scope openid.")
                    .reply()
                    .with("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"openid\"");
        }
        return Reply.json(200, json -> {
            json.writeStringProperty("sub", parts.world().sub(grant.get().user()));
            json.writeNumberProperty("auth_time", grant.get().consentedAt().getEpochSecond());
            json.writeStringProperty("iss", issuer);
            json.writeArrayPropertyStart("aud");
            json.writeString(parts.clients().id(grant.get().client()));
            json.writeEndArray();
        });
    }

    private static String required(Map<String, String> form) {
        String token = form.get("token");
        if (token == null || token.isEmpty()) {
            throw Refusal.oauth(400, "invalid_request", "The parameter token is required.");
        }
        return token;
    }
}
