package org.qfsync.sandbox;

import java.net.URI;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.regex.Pattern;

/** What was registered for the clients and can be changed while the sandbox runs. Thread-safe. */
final class Registration {
    private static final Pattern LOOPBACK = Pattern.compile("(http://(?:127\\.0\\.0\\.1|\\[::1])):\\d{1,5}(/.*)?");

    private final Set<String> redirectUris = new CopyOnWriteArraySet<>();
    private final boolean anyLoopbackPort;
    private volatile Set<String> scopes;

    Registration(SandboxOptions options) {
        options.oauth().redirectUris().forEach(this::addRedirectUri);
        this.anyLoopbackPort = options.quirks().contains(Quirk.ANY_LOOPBACK_PORT);
        this.scopes = options.oauth().scopes();
    }

    void addRedirectUri(URI uri) {
        redirectUris.add(uri.toString());
    }

    /** Letter by letter: a URI that means the same is another one. */
    boolean knows(String redirectUri) {
        return redirectUris.contains(redirectUri)
                || (anyLoopbackPort
                        && LOOPBACK.matcher(redirectUri).matches()
                        && redirectUris.stream()
                                .anyMatch(known -> withoutPort(known).equals(withoutPort(redirectUri))));
    }

    private static String withoutPort(String uri) {
        return LOOPBACK.matcher(uri).replaceFirst("$1$2");
    }

    Set<String> scopes() {
        return scopes;
    }

    void scopes(Set<String> approved) {
        scopes = Set.copyOf(approved);
    }

    /** Refuses a name that is not among the approved ones; a parent does not stand in for its children here. */
    Set<String> approved(Set<String> asked) {
        for (String scope : asked) {
            if (!scopes.contains(scope)) {
                String why = Scopes.KNOWN.contains(scope) ? "is not approved for this client" : "does not exist";
                throw Refusal.oauth(400, "invalid_scope", "The scope \"" + scope + "\" " + why + ".");
            }
        }
        return asked;
    }
}
