package org.qfsync.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.qfsync.sandbox.Tokens.Token;

/**
 * Authorization codes: each opens one grant, for the client, the redirect URI and the verifier that it was made for
 * (RFC 6749 §4.1.2, RFC 7636 §4.6). Presented again it closes that grant. Thread-safe: one lock per code.
 */
final class Codes {
    /** For so long a second use is told from a code that never was. */
    private static final Duration MEMORY = Duration.ofDays(1);

    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    /** The grant that a code opened, and what its ID token has to repeat. */
    record Redeemed(Grant grant, Optional<String> nonce) {}

    private static final class Code {
        private final AuthorizationRequest request;
        private final int user;
        private final Set<String> scopes;
        private final Instant madeAt;
        private boolean burnt;
        private Optional<Grant> grant = Optional.empty();

        private Code(AuthorizationRequest request, int user, Set<String> scopes, Instant madeAt) {
            this.request = request;
            this.user = user;
            this.scopes = scopes;
            this.madeAt = madeAt;
        }
    }

    private final Grants grants;
    private final Unguessable unguessable;
    private final Tally tally;
    private final Clock clock;
    private final Duration lifetime;
    private final Expiring<Code> codes;

    Codes(Grants grants, Unguessable unguessable, Tally tally, SandboxOptions options) {
        this.grants = grants;
        this.unguessable = unguessable;
        this.tally = tally;
        this.clock = options.clock();
        this.lifetime = options.oauth().codeLifetime();
        this.codes = new Expiring<>(clock, MEMORY);
    }

    String issue(AuthorizationRequest request, int user, Set<String> scopes) {
        String code = "ory_ac_" + unguessable.text() + "." + unguessable.text();
        codes.put(code, new Code(request, user, scopes, clock.instant()));
        return code;
    }

    /** Whose code that is, without using it. */
    Optional<Integer> user(String code) {
        return codes.get(code).map(known -> known.user);
    }

    Redeemed redeem(int client, Map<String, String> form) {
        String presented = form.getOrDefault("code", "");
        if (presented.isEmpty()) {
            throw Refusal.oauth(400, "invalid_request", "The parameter code is required.");
        }
        Code code = codes.get(presented).orElseThrow(() -> invalid("The authorization code is unknown."));
        synchronized (code) {
            refuseReplay(code);
            check(code, client, form);
            code.burnt = true;
            Grant grant = grants.open(client, code.user, code.scopes, code.madeAt);
            code.grant = Optional.of(grant);
            return new Redeemed(grant, code.request.nonce());
        }
    }

    private void refuseReplay(Code code) {
        if (!code.burnt) {
            return;
        }
        tally.codeReplay();
        code.grant.map(Token::refresh).ifPresent(grants::revoke);
        throw invalid("The authorization code was used before; what it had opened is now closed.");
    }

    private void check(Code code, int client, Map<String, String> form) {
        if (!clock.instant().isBefore(code.madeAt.plus(lifetime))) {
            throw invalid("The authorization code has expired.");
        }
        if (client != code.request.client()) {
            throw invalid("The authorization code was made for another client.");
        }
        if (!code.request.redirectUri().equals(form.get("redirect_uri"))) {
            throw invalid("The redirect_uri is not that of the authorization request.");
        }
        try {
            checkVerifier(code.request.challenge(), Optional.ofNullable(form.get("code_verifier")));
        } catch (Refusal refusal) {
            code.burnt = true; // whoever guesses gets one guess
            throw refusal;
        }
    }

    private static void checkVerifier(Optional<String> challenge, Optional<String> verifier) {
        if (challenge.isEmpty() && verifier.isEmpty()) {
            return;
        }
        if (challenge.isEmpty()) {
            throw invalid("There is a code_verifier, but the authorization request had no code_challenge.");
        }
        if (verifier.filter(text -> VERIFIER.matcher(text).matches()).isEmpty()) {
            throw invalid("The code_verifier is missing, or not 43 to 128 of the characters that it may have.");
        }
        if (!s256(verifier.get()).equals(challenge.get())) {
            throw invalid("The code_verifier does not fit the code_challenge.");
        }
    }

    private static String s256(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static Refusal invalid(String why) {
        return Refusal.oauth(400, "invalid_grant", why);
    }
}
