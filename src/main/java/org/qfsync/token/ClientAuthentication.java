package org.qfsync.token;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.qfsync.domain.Secret;

/**
 * Says who we are at the token endpoint: HTTP Basic over the form-encoded id and secret for a confidential client
 * (RFC 6749 section 2.3.1), {@code client_id} in the body for a public one (section 3.2.1). Made for each request.
 */
final class ClientAuthentication {
    private final ClientProperties client;
    private final Optional<Secret> secret;

    /** @param secret what one request authenticates with */
    ClientAuthentication(ClientProperties client, Optional<Secret> secret) {
        this.client = client;
        this.secret = secret;
    }

    /** What it is done with; empty for a public client. */
    Optional<Secret> secret() {
        return secret;
    }

    Map<String, String> headers() {
        return secret.map(value -> Map.of("Authorization", "Basic " + basic(value)))
                .orElse(Map.of());
    }

    /** The form body for these parameters, with our client id added where it belongs there. */
    String form(Map<String, String> parameters) {
        Map<String, String> form = new TreeMap<>(parameters);
        if (client.type() == ClientType.PUBLIC) {
            form.put("client_id", client.clientId());
        }
        return form.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private String basic(Secret value) {
        String credentials = encode(client.clientId()) + ":" + encode(value.reveal());
        return Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
