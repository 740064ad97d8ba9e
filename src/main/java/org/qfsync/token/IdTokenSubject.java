package org.qfsync.token;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.qfsync.domain.Secret;
import org.qfsync.http.Json;
import tools.jackson.core.JacksonException;

/**
 * Whom an ID token that came with a refresh names. It came straight from the token endpoint over TLS, which OpenID
 * Connect Core section 3.1.3.7 takes for a proof of its origin, so that its signature is not looked at; section 12.2
 * demands that it names the same user as ever.
 */
final class IdTokenSubject {
    private IdTokenSubject() {}

    /** Empty if it cannot be read: that says nothing about the user. */
    static Optional<String> of(Secret idToken) {
        String[] parts = idToken.reveal().split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            return Optional.ofNullable(
                            Json.mapper().readTree(claims).path("sub").stringValue(null))
                    .filter(sub -> !sub.isBlank());
        } catch (IllegalArgumentException | JacksonException e) {
            return Optional.empty();
        }
    }
}
