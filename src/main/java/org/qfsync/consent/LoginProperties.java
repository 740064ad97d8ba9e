package org.qfsync.consent;

import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.qfsync.domain.SafeAddress;
import org.qfsync.domain.Settings;

/**
 * How users log in. Settings are named {@code qfsync.login.*}.
 *
 * @param redirectUri where the browser comes back to; registered for our client to the letter
 * @param scopes what is asked for
 */
public record LoginProperties(URI redirectUri, Set<String> scopes) {
    /** Who the user is, a refresh token, and what the datasets need. */
    public static final Set<String> DEFAULT_SCOPES = scopes("openid offline_access collection bookmark");

    private static final URI DEFAULT_REDIRECT_URI = URI.create("http://127.0.0.1:8765/callback");

    /** Reads them; what is wrong is noted in the settings. */
    public static LoginProperties from(Settings settings) {
        return new LoginProperties(
                settings.parsed(
                        "qfsync.login.redirect-uri",
                        DEFAULT_REDIRECT_URI,
                        "a redirect URI: expected https, or http on loopback, without a fragment",
                        LoginProperties::redirectUri),
                settings.parsed(
                        "qfsync.login.scopes",
                        DEFAULT_SCOPES,
                        "a list of scopes with spaces between them, \"openid\" and \"offline_access\" among them",
                        LoginProperties::wholeScopes));
    }

    /**
     * The scopes of a list, with spaces or commas between them.
     *
     * @throws IllegalArgumentException if a login cannot end well with these
     */
    public static Set<String> wholeScopes(String list) {
        Set<String> scopes = scopes(list);
        boolean wellFormed = scopes.stream().allMatch(scope -> scope.matches("[!#-\\[\\]-~]+"));
        if (!wellFormed || !scopes.contains("openid") || !scopes.contains("offline_access")) {
            throw new IllegalArgumentException("needs openid and offline_access");
        }
        return scopes;
    }

    private static Set<String> scopes(String list) {
        return new LinkedHashSet<>(Arrays.asList(list.strip().split("[\\s,]+")));
    }

    private static URI redirectUri(String value) {
        URI uri = URI.create(value);
        if (!SafeAddress.isSafe(uri)) {
            throw new IllegalArgumentException("not safe");
        }
        return uri;
    }
}
