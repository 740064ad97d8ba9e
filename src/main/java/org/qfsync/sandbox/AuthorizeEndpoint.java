package org.qfsync.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The authorization endpoint: looks an authorization request over and leads to the consent page. What is wrong with
 * the client or with the redirect URI is told to the person on a page, since nobody knows whom else to tell; anything
 * else is told to the client by redirect.
 */
final class AuthorizeEndpoint {
    /** Hydra calls a shorter state or nonce too weak. */
    private static final int FEWEST_CHARACTERS = 8;

    private static final Pattern S256 = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Set<String> PROMPTS = Set.of("none", "login", "consent", "select_account");

    private final Clients clients;
    private final Registration registration;
    private final ConsentDesk desk;
    private final Codes codes;
    private final Callback callback;

    AuthorizeEndpoint(Clients clients, Registration registration, ConsentDesk desk, Codes codes, Callback callback) {
        this.clients = clients;
        this.registration = registration;
        this.desk = desk;
        this.codes = codes;
        this.callback = callback;
    }

    Reply answer(Call call) {
        Map<String, String> query = call.query();
        int client = clients.numberOf(query.getOrDefault("client_id", ""))
                .orElseThrow(() -> Refusal.page(401, "invalid_client", "No such client is registered here."));
        if (call.hasRepeatedParameter()) {
            throw Refusal.page(400, "invalid_request", "A parameter occurs more than once.");
        }
        String redirectUri = query.getOrDefault("redirect_uri", "");
        if (!registration.knows(redirectUri)) {
            throw Refusal.page(
                    400, "redirect_uri_mismatch", "The redirect_uri is not one that is registered for this client.");
        }
        try {
            return ask(look(client, redirectUri, query));
        } catch (Refusal refusal) {
            OAuthError error = refusal.error().orElseThrow(() -> refusal);
            return callback.refuse(redirectUri, query.getOrDefault("state", ""), error.code(), error.description());
        }
    }

    private AuthorizationRequest look(int client, String redirectUri, Map<String, String> query) {
        if (!"code".equals(query.get("response_type"))) {
            throw refused("unsupported_response_type", "The only response_type here is \"code\".");
        }
        if (!"query".equals(query.getOrDefault("response_mode", "query"))) {
            throw refused("unsupported_response_mode", "The only response_mode here is \"query\".");
        }
        String state = query.getOrDefault("state", "");
        if (state.length() < FEWEST_CHARACTERS) {
            throw refused("invalid_state", "The state is missing or shorter than 8 characters.");
        }
        Set<String> scopes = registration.approved(Scopes.parse(query.getOrDefault("scope", "")));
        Optional<String> nonce = Optional.ofNullable(query.get("nonce"));
        if (nonce.filter(value -> value.length() < FEWEST_CHARACTERS).isPresent()) {
            throw refused("insufficient_entropy", "The nonce is shorter than 8 characters.");
        }
        lookAtPrompt(Scopes.parse(query.getOrDefault("prompt", "")));
        Optional<String> hint = Optional.ofNullable(query.get("login_hint"));
        return new AuthorizationRequest(client, redirectUri, scopes, state, nonce, challenge(client, query), hint);
    }

    /** PKCE, with S256 alone; without a challenge only for a client that can prove itself otherwise. */
    private static Optional<String> challenge(int client, Map<String, String> query) {
        Optional<String> challenge = Optional.ofNullable(query.get("code_challenge"));
        if (challenge.isEmpty()) {
            if (client == Clients.PUBLIC || query.containsKey("code_challenge_method")) {
                throw refused("invalid_request", "The code_challenge is missing.");
            }
            return challenge;
        }
        // RFC 7636 §4.3: a method that is left out means "plain"
        if (!"S256".equals(query.getOrDefault("code_challenge_method", "plain"))) {
            throw refused("invalid_request", "The only code_challenge_method here is \"S256\".");
        }
        if (!S256.matcher(challenge.get()).matches()) {
            throw refused("invalid_request", "The code_challenge is no SHA-256 in Base64url without padding.");
        }
        return challenge;
    }

    private static void lookAtPrompt(Set<String> prompt) {
        if (!PROMPTS.containsAll(prompt) || (prompt.contains("none") && prompt.size() > 1)) {
            throw refused("invalid_request", "The prompt is unknown, or combines \"none\" with others.");
        }
        if (prompt.contains("none")) {
            throw refused("login_required", "The simulator keeps nobody signed in, so it has to show a page.");
        }
    }

    private Reply ask(AuthorizationRequest request) {
        return desk.ask(
                new ConsentDesk.Question(
                        clients.id(request.client()), request.scopes(), request.loginHint(), Optional.empty()),
                new ConsentDesk.Listener() {
                    @Override
                    public Reply allowed(int user, Set<String> scopes) {
                        Map<String, String> answer = new LinkedHashMap<>();
                        answer.put("code", codes.issue(request, user, scopes));
                        answer.put("scope", String.join(" ", scopes));
                        return callback.answer(request.redirectUri(), request.state(), answer);
                    }

                    @Override
                    public Reply denied() {
                        return callback.refuse(
                                request.redirectUri(), request.state(), "access_denied", "The user said no.");
                    }
                });
    }

    private static Refusal refused(String error, String why) {
        return Refusal.oauth(400, error, why);
    }
}
