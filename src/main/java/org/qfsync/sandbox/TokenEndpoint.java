package org.qfsync.sandbox;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qfsync.sandbox.FaultRule.Effect;
import org.qfsync.sandbox.Tokens.Kind;
import org.qfsync.sandbox.Tokens.Token;

/** The token endpoint (RFC 6749 §3.2) with its grant types. */
final class TokenEndpoint {
    static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    private final OAuthParts parts;
    private final TokenAnswers answers;
    private final Codes codes;
    private final DeviceCodes devices;
    private final boolean oldServer;

    TokenEndpoint(OAuthParts parts, TokenAnswers answers, Codes codes, DeviceCodes devices, SandboxOptions options) {
        this.parts = parts;
        this.answers = answers;
        this.codes = codes;
        this.devices = devices;
        this.oldServer = options.quirks().contains(Quirk.TOKEN_INACTIVE_401);
    }

    Reply answer(Call call, Optional<Effect> fault) {
        Map<String, String> form = call.form();
        int client = parts.clients().authenticate(call.header("Authorization"), form);
        return switch (form.getOrDefault("grant_type", "")) {
            case "client_credentials" -> clientCredentials(client, form);
            case "refresh_token" -> refresh(client, form, fault);
            case "authorization_code" -> code(client, form, fault);
            case DEVICE_GRANT -> answers.open(devices.redeem(client, form), Optional.empty(), fault);
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
        parts.registration().approved(Scopes.parse(scope));
        return answers.toApp(client, scope);
    }

    private Reply code(int client, Map<String, String> form, Optional<Effect> fault) {
        Codes.Redeemed redeemed = codes.redeem(client, form);
        return answers.open(redeemed.grant(), redeemed.nonce(), fault);
    }

    /** The parameter scope is ignored, as Hydra does. */
    private Reply refresh(int client, Map<String, String> form, Optional<Effect> fault) {
        String text = form.getOrDefault("refresh_token", "");
        if (text.isEmpty()) {
            throw Refusal.oauth(400, "invalid_request", "The parameter refresh_token is required.");
        }
        Token presented = parts.tokens()
                .read(text)
                .filter(token -> token.kind() == Kind.REFRESH && token.client() == client)
                .filter(token -> token.subject() < parts.world().users())
                .orElseThrow(() -> invalid("The refresh token is unknown or was issued to another client."));
        // asked before anything changes: a scope that the client lost is the operator's matter, not the user's
        parts.grants()
                .of(presented)
                .filter(grant -> parts.grants().isGood(presented))
                .ifPresent(grant -> parts.registration().approved(grant.scopes()));
        Grants.Refresh refresh = parts.grants().refresh(presented);
        parts.tally().refresh(parts.world().sub(presented.subject()), refresh);
        return switch (refresh.outcome()) {
            case REUSED -> throw spent();
            case EXPIRED -> throw invalid("The refresh token has expired.");
            case UNKNOWN -> throw refresh.wasSpent() ? spent() : invalid("The grant has been revoked.");
            case REFRESHED -> answers.refreshed(refresh.grant().orElseThrow(), fault);
        };
    }

    private Refusal spent() {
        return oldServer
                ? Refusal.oauth(401, "token_inactive", "Token is inactive because it was already used.")
                : invalid("The refresh token was already used; its grant has been revoked.");
    }

    private static Refusal invalid(String reason) {
        return Refusal.oauth(400, "invalid_grant", reason);
    }
}
