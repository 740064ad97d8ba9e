package org.qfsync.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The two clients registered with the sandbox and how they prove who they are: the confidential one by HTTP Basic
 * with form-encoded id and secret (RFC 6749 §2.3.1) and in no other way, the public one by its id in the body.
 */
record Clients(String confidentialId, String secret, String publicId) {
    static final int CONFIDENTIAL = 0;
    static final int PUBLIC = 1;

    static Clients of(Seeded seeded, Tokens tokens) {
        String secret = "s+%:é & " + tokens.derive("client secret");
        return new Clients("sandbox-" + seeded.seed(), secret, "sandbox-public-" + seeded.seed());
    }

    String id(int client) {
        return client == CONFIDENTIAL ? confidentialId : publicId;
    }

    Optional<Integer> numberOf(String id) {
        if (id.equals(confidentialId)) {
            return Optional.of(CONFIDENTIAL);
        }
        return id.equals(publicId) ? Optional.of(PUBLIC) : Optional.empty();
    }

    /** The number of the client, if the request proves it. */
    int authenticate(Optional<String> authorization, Map<String, String> form) {
        if (form.containsKey("client_secret")) {
            throw refused("The OAuth 2.0 Client supports client authentication method client_secret_basic only.");
        }
        if (authorization.isPresent()) {
            String id = basic(authorization.get());
            if (!form.getOrDefault("client_id", id).equals(id)) {
                throw refused("The client ids in the header and in the body differ.");
            }
            return CONFIDENTIAL;
        }
        if (publicId.equals(form.get("client_id"))) {
            return PUBLIC;
        }
        throw refused("No client authentication included, or an unsupported authentication method.");
    }

    private String basic(String authorization) {
        if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            throw refused("The Authorization header is not of type Basic.");
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(authorization.substring(6).strip());
            String[] parts = new String(decoded, StandardCharsets.ISO_8859_1).split(":", 2);
            if (parts.length == 2
                    && confidentialId.equals(decode(parts[0]))
                    && MessageDigest.isEqual(utf8(decode(parts[1])), utf8(secret))) {
                return confidentialId;
            }
        } catch (IllegalArgumentException e) {
            throw refused("The Authorization header is not well-formed: id and secret must be form-encoded.");
        }
        throw refused("Client authentication failed: unknown client or wrong secret.");
    }

    /** Form-encoding leaves none but ASCII characters; anything else was not encoded. */
    private static String decode(String text) {
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("not form-encoded");
        }
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Refusal refused(String reason) {
        return Refusal.oauth(401, "invalid_client", reason);
    }
}
