package org.qfsync.consent;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.qfsync.domain.KnownFailure;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.SafeAddress;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;
import org.qfsync.token.Actor;
import org.qfsync.token.CodeExchange;
import org.qfsync.token.CodeExchange.Presented;
import org.qfsync.token.ProvedGrant;
import org.qfsync.token.Ticker;
import org.qfsync.token.Tokens;

/**
 * A user's consent from the browser to the stored grant: Authorization Code (RFC 6749 section 4.1) with PKCE
 * (RFC 7636), {@code state} and {@code nonce}, as RFC 9700 asks for. What must not leave this process (nonce, verifier)
 * is kept here, for ten minutes and one use.
 *
 * <p>{@code state} proves that the answer belongs to a request of ours, not that it comes from the browser that made
 * it: who serves several people has to tie it to the browser by a cookie. Thread-safe.
 */
public final class AuthorizationCodeFlow {
    /** How long a user has from the first page to the last. */
    public static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final int MOST_PENDING = 10_000;

    private final Tokens tokens;
    private final Set<String> usualScopes;
    private final NewGrants newGrants;
    private final Pkce pkce = new Pkce();
    private final Cache<String, Pending> pending;

    public AuthorizationCodeFlow(Tokens tokens, LoginProperties properties, Ticker ticker) {
        this.tokens = tokens;
        this.newGrants = new NewGrants(tokens);
        this.usualScopes = properties.scopes();
        this.pending = Caffeine.newBuilder()
                .maximumSize(MOST_PENDING)
                .expireAfterWrite(PATIENCE)
                .ticker(() -> ticker.elapsed().toNanos())
                .build();
    }

    /**
     * Begins a login.
     *
     * @param redirectUri registered for our client to the letter
     * @param scopes to ask for
     * @throws SystemicException if the authorization server cannot be asked where to send the user
     * @throws IllegalArgumentException for a redirect URI that would carry the code in the clear
     */
    public Started begin(URI redirectUri, Set<String> scopes) {
        if (!SafeAddress.isSafe(redirectUri)) {
            throw new IllegalArgumentException("not a redirect URI with https, or http on loopback");
        }
        URI endpoint =
                tokens.discovery().metadata().authorizationEndpoint().orElseThrow(AuthorizationCodeFlow::noEndpoint);
        Pending login =
                new Pending(redirectUri, Set.copyOf(scopes), pkce.unguessable(), new Secret(pkce.unguessable()));
        String state = pkce.unguessable();
        pending.put(state, login);
        return new Started(url(endpoint, state, login), state);
    }

    /**
     * Ends a login: exchanges the code, proves who the user is, stores the grant in place of any older one.
     *
     * @param state that came back with the code
     * @throws SyncException with what to do; nothing is stored then, and this login is over
     */
    public Consented finish(String state, Secret code, Actor who) {
        return store(take(state).presents(code), who);
    }

    /**
     * Ends a login with what the browser brought back, be it a code or a no.
     *
     * @throws SyncException as {@link #finish(String, Secret, Actor)}; one of code {@code access_denied} if the user
     *     said no
     */
    public Consented finish(AuthorizationResponse response, Actor who) {
        return store(presented(response), who);
    }

    /**
     * Ends a login that was only to show who the user is: nothing is stored, and no grant that stands is touched.
     *
     * @return the user's {@code sub}, from a verified ID token
     * @throws SyncException as {@link #finish(AuthorizationResponse, Actor)}
     */
    public String identify(AuthorizationResponse response) {
        return tokens.codeExchange().identify(presented(response));
    }

    private Presented presented(AuthorizationResponse response) {
        Pending login = take(response.state());
        if (response.error().isPresent()) {
            throw refused(response.error().get(), response.description());
        }
        // An answer of another server must not bring its code here (RFC 9700 section 4.4, mix-up).
        if (response.issuer()
                .filter(name -> !tokens.discovery().metadata().isIssuedBy(name))
                .isPresent()) {
            throw refused("invalid_issuer", "the answer comes from another authorization server");
        }
        return login.presents(response.code().orElseThrow(() -> refused("no_code", "the answer holds no code")));
    }

    /**
     * Takes over a login that an application began in its own frontend. Its nonce is not ours to compare; the verifier
     * ties the code to the request instead. What it asked for is taken to be what we usually ask for.
     *
     * @throws SyncException as {@link #finish}
     */
    public Consented exchange(Secret code, Secret verifier, URI redirectUri, Actor who) {
        if (!Pkce.isVerifier(verifier)) {
            throw new PermanentException(
                    CodeExchange.FAILED + ": the code verifier is not one",
                    "invalid_request",
                    null,
                    "Send the verifier of this login: 43 to 128 letters, digits, '-', '.', '_' or '~' (RFC 7636).",
                    null);
        }
        return store(new Presented(code, redirectUri, verifier, Optional.empty(), usualScopes), who);
    }

    private Consented store(Presented presented, Actor who) {
        ProvedGrant grant = tokens.codeExchange().exchange(presented);
        return newGrants.store(grant, presented.asked(), who, CodeExchange.FAILED);
    }

    private static String joined(Set<String> scopes) {
        return String.join(" ", new TreeSet<>(scopes));
    }

    private Pending take(String state) {
        Pending login = pending.asMap().remove(state);
        if (login == null) {
            throw unknownState();
        }
        return login;
    }

    private URI url(URI endpoint, String state, Pending login) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", tokens.vault().clientId());
        query.put("redirect_uri", login.redirectUri.toString());
        query.put("scope", joined(login.scopes));
        query.put("state", state);
        query.put("nonce", login.nonce);
        query.put("code_challenge", Pkce.challenge(login.verifier));
        query.put("code_challenge_method", "S256");
        String encoded = query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        return URI.create(endpoint + (endpoint.getRawQuery() == null ? "?" : "&") + encoded);
    }

    private static String encode(String value) {
        // A space is a plus sign in forms only; a URL may be read by either rule.
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static PermanentException refused(String error, String description) {
        KnownFailure known = KnownFailure.of(error).orElse(KnownFailure.ACCESS_DENIED);
        return new PermanentException(
                "The login ended without consent: " + error + (description.isEmpty() ? "" : " (" + description + ")"),
                error,
                null,
                known.meaning() + ". " + known.resolution(),
                null);
    }

    private static PermanentException unknownState() {
        return new PermanentException(
                CodeExchange.FAILED + ": this login is not known here",
                "unknown_state",
                null,
                "It was finished already, began more than " + PATIENCE.toMinutes()
                        + " minutes ago, or was not begun here. Start again.",
                null);
    }

    private static SystemicException noEndpoint() {
        return new SystemicException(
                "The authorization server names no safe address to log in at (authorization_endpoint)",
                "discovery_unavailable",
                null,
                "Check QF_ENV and QF_AUTH_BASE_URL.",
                null);
    }

    /**
     * A login that waits for its user.
     *
     * @param authorizationUrl where to send the browser
     * @param state that will come back with the code
     */
    public record Started(URI authorizationUrl, String state) {}

    /** Its nonce and verifier are nobody else's business, so that it is not printed as records are. */
    private record Pending(URI redirectUri, Set<String> scopes, String nonce, Secret verifier) {
        Presented presents(Secret code) {
            return new Presented(code, redirectUri, verifier, Optional.of(nonce), scopes);
        }

        @Override
        public String toString() {
            return "Pending[" + redirectUri + "]";
        }
    }
}
