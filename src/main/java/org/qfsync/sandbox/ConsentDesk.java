package org.qfsync.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks the person at the browser, and takes the answer once. The page carries a challenge and the browser a cookie
 * that belong together, so that nobody can send an answer for somebody else's question. Thread-safe.
 */
final class ConsentDesk {
    static final String SCOPE_FIELD = "scope.";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /**
     * What the page asks.
     *
     * @param clientId who wants to know
     * @param scopes what it wants
     * @param loginHint whom it expects
     * @param userCode the code of the device that waits, to be compared
     */
    record Question(String clientId, Set<String> scopes, Optional<String> loginHint, Optional<String> userCode) {}

    /** Waits for the answer. */
    interface Listener {
        Reply allowed(int user, Set<String> scopes);

        Reply denied();
    }

    private record Pending(Question question, Listener listener, String cookie) {}

    private final World world;
    private final Unguessable unguessable;
    private final Expiring<Pending> pending;

    ConsentDesk(World world, Unguessable unguessable, Clock clock) {
        this.world = world;
        this.unguessable = unguessable;
        this.pending = new Expiring<>(clock, PATIENCE);
    }

    Reply ask(Question question, Listener listener) {
        String challenge = unguessable.text();
        String cookie = unguessable.text();
        pending.put(challenge, new Pending(question, listener, cookie));
        return ConsentPage.of(question, challenge, world)
                .with(
                        "Set-Cookie",
                        cookieName(challenge) + "=" + cookie + "; Path=/oauth2; Max-Age=" + PATIENCE.toSeconds()
                                + "; HttpOnly; SameSite=Lax");
    }

    Reply decide(Call call) {
        Map<String, String> form = call.form();
        String challenge = form.getOrDefault("challenge", "");
        Pending asked = pending.take(challenge)
                .orElseThrow(() -> Refusal.page(
                        400, "invalid_request", "This page was answered before, or is too old. Start again."));
        if (call.cookie(cookieName(challenge))
                .filter(cookie -> same(cookie, asked.cookie()))
                .isEmpty()) {
            throw Refusal.page(403, "request_forbidden", "The answer does not come from the browser that was asked.");
        }
        return switch (form.getOrDefault("decision", "")) {
            case "allow" -> asked.listener().allowed(user(form), ticked(form, asked.question()));
            case "deny" -> asked.listener().denied();
            default -> throw Refusal.page(400, "invalid_request", "The answer is neither allow nor deny.");
        };
    }

    private int user(Map<String, String> form) {
        return world.indexOf(form.getOrDefault("sub", ""))
                .orElseThrow(() -> Refusal.page(400, "invalid_request", "The simulator has no such user."));
    }

    private static Set<String> ticked(Map<String, String> form, Question question) {
        Set<String> ticked = new TreeSet<>();
        for (String field : form.keySet()) {
            if (field.startsWith(SCOPE_FIELD)) {
                ticked.add(field.substring(SCOPE_FIELD.length()));
            }
        }
        if (!question.scopes().containsAll(ticked)) {
            throw Refusal.page(400, "invalid_scope", "A scope was ticked that nobody had asked for.");
        }
        return ticked;
    }

    private static String cookieName(String challenge) {
        return "sandbox_consent_" + challenge.substring(0, Math.min(8, challenge.length()));
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
