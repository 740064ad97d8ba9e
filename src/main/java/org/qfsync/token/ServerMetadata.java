package org.qfsync.token;

import java.net.URI;
import java.util.Optional;
import org.qfsync.domain.SafeAddress;
import tools.jackson.databind.JsonNode;

/**
 * What the authorization server's discovery document says of it (OpenID Connect Discovery 1.0, section 3; RFC 8414).
 * Addresses that are neither https nor http on loopback are taken as not said: no code and no key travels in the clear.
 *
 * @param issuer its name, without a trailing slash
 * @param authorizationEndpoint where a user's browser is sent
 * @param jwksUri where the keys are that sign its ID tokens
 * @param deviceAuthorizationEndpoint where a device asks for a code (RFC 8628 section 4); few servers have one
 */
public record ServerMetadata(
        String issuer,
        Optional<URI> authorizationEndpoint,
        Optional<URI> jwksUri,
        Optional<URI> deviceAuthorizationEndpoint) {
    /** Reads it; empty if it names no issuer, for then it is no discovery document. */
    static Optional<ServerMetadata> read(JsonNode document) {
        String issuer = document.path("issuer").stringValue("");
        return issuer.isBlank()
                ? Optional.empty()
                : Optional.of(new ServerMetadata(
                        withoutSlash(issuer),
                        address(document, "authorization_endpoint"),
                        address(document, "jwks_uri"),
                        address(document, "device_authorization_endpoint")));
    }

    /** True if that is its name; a trailing slash is no difference. */
    public boolean isIssuedBy(String issuerOfToken) {
        return withoutSlash(issuerOfToken).equals(issuer);
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static Optional<URI> address(JsonNode document, String field) {
        try {
            return Optional.of(URI.create(document.path(field).stringValue(""))).filter(SafeAddress::isSafe);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
