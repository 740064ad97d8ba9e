package org.qfsync.sandbox;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sends a browser back to the client with the answer in the query (RFC 6749 §4.1.2, RFC 9207 §2). */
record Callback(Optional<String> issuer) {
    Reply answer(String redirectUri, String state, Map<String, String> parameters) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        if (!state.isEmpty()) {
            all.put("state", state);
        }
        issuer.ifPresent(iss -> all.put("iss", iss));
        String query = all.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return Reply.redirect(redirectUri + (redirectUri.contains("?") ? "&" : "?") + query);
    }

    Reply refuse(String redirectUri, String state, String error, String description) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("error", error);
        parameters.put("error_description", description);
        return answer(redirectUri, state, parameters);
    }
}
