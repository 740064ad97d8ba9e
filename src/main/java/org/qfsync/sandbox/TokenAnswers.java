package org.qfsync.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.qfsync.sandbox.FaultRule.Effect;
import org.qfsync.sandbox.Tokens.Token;

/** What the token endpoint hands out (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3). Thread-safe. */
final class TokenAnswers {
    private final Tokens tokens;
    private final Grants grants;
    private final IdTokens idTokens;
    private final Unguessable unguessable;
    private final Clock clock;
    private final boolean rotating;
    private final AtomicInteger appTokens = new AtomicInteger();

    TokenAnswers(SandboxOptions options, OAuthParts parts, IdTokens idTokens, Unguessable unguessable) {
        this.tokens = parts.tokens();
        this.grants = parts.grants();
        this.idTokens = idTokens;
        this.unguessable = unguessable;
        this.clock = options.clock();
        this.rotating = !options.quirks().contains(Quirk.NO_ROTATION);
    }

    Reply toApp(int client, String scope) {
        int serial = appTokens.incrementAndGet();
        boolean readsContent = !scope.isEmpty();
        Token token = Token.ofApp(client, serial, readsContent, grants.epoch(), now(), unguessable.salt());
        return answer(tokens.write(token), serial, scope, Optional.empty(), Optional.empty());
    }

    /** The first tokens of a grant. */
    Reply open(Grant grant, Optional<String> nonce, Optional<Effect> fault) {
        return issue(grant, nonce, grant.isOffline(), fault);
    }

    /** The next tokens of a grant. */
    Reply refreshed(Grant grant, Optional<Effect> fault) {
        boolean narrower = fault.filter(effect -> effect == Effect.NARROWER).isPresent();
        return issue(narrower ? narrow(grant) : grant, Optional.empty(), rotating, fault);
    }

    private Reply issue(Grant grant, Optional<String> nonce, boolean withRefreshToken, Optional<Effect> fault) {
        String access = tokens.write(Token.access(grant, grants.epoch(), now(), unguessable.salt()));
        boolean identified = grant.scopes().contains("openid")
                && fault.filter(effect -> effect == Effect.ID_MISSING).isEmpty();
        return answer(
                access,
                grant.generation(),
                grant.scope(),
                withRefreshToken ? Optional.of(refreshToken(grant)) : Optional.empty(),
                identified ? Optional.of(idTokens.write(grant, access, nonce, fault)) : Optional.empty());
    }

    String refreshToken(Grant grant) {
        return tokens.write(Token.refresh(grant));
    }

    /** The grant loses one scope that opens somebody's data, that of bookmarks if it has it. */
    private Grant narrow(Grant grant) {
        Set<String> scopes = new TreeSet<>(grant.scopes());
        scopes.stream()
                .filter(scope -> !Set.of("openid", "offline_access", "content").contains(scope))
                .min(Comparator.comparing((String scope) -> !Scopes.cover(Set.of(scope), "bookmark")))
                .ifPresent(scopes::remove);
        return grants.narrow(grant, scopes);
    }

    private static Reply answer(
            String accessToken, int serial, String scope, Optional<String> refreshToken, Optional<String> idToken) {
        long lifetime = Grants.LIFETIME.toSeconds() - (serial % 3 == 2 ? 1 : 0);
        return Reply.json(200, json -> {
                    json.writeStringProperty("access_token", accessToken);
                    json.writeNumberProperty("expires_in", lifetime);
                    idToken.ifPresent(token -> json.writeStringProperty("id_token", token));
                    refreshToken.ifPresent(token -> json.writeStringProperty("refresh_token", token));
                    json.writeStringProperty("scope", scope);
                    json.writeStringProperty("token_type", "bearer");
                })
                .with("Cache-Control", "no-store");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
