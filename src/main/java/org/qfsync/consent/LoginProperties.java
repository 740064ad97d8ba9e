package org.qfsync.consent;

import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
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
    public static final Set<String> DEFAULT_SCOPES = scopesOf("collection bookmark");

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
                        "a list of scopes with spaces between them",
                        LoginProperties::scopesOf));
    }

    /**
     * The scopes of a list, with spaces or commas between them; {@code openid} and {@code offline_access} are always
     * among them, because no login ends well without.
     *
     * @throws IllegalArgumentException if one of them is not well formed
     */
    public static Set<String> scopesOf(String list) {
        Set<String> scopes = new LinkedHashSet<>(List.of("openid", "offline_access"));
        Arrays.stream(list.split("[\\s,]+")).filter(scope -> !scope.isEmpty()).forEach(scopes::add);
        if (!scopes.stream().allMatch(scope -> scope.matches("[!#-\\[\\]-~]+"))) {
            throw new IllegalArgumentException("not a list of scopes");
        }
        return scopes;
    }

    private static URI redirectUri(String value) {
        URI uri = URI.create(value);
        if (!SafeAddress.isSafe(uri)) {
            throw new IllegalArgumentException("not safe");
        }
        return uri;
    }
}
