package org.qfsync.sandbox;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/** What the server tells about itself (OpenID Connect Discovery §4, RFC 8414 §2), and its public keys. */
final class DiscoveryEndpoint {
    private final Registration registration;
    private final SigningKeys keys;
    private final String issuer;
    private final boolean namesIssuer;
    private final boolean knowsDevices;

    DiscoveryEndpoint(Registration registration, SigningKeys keys, String issuer, Set<Quirk> quirks) {
        this.registration = registration;
        this.keys = keys;
        this.issuer = issuer;
        this.namesIssuer = quirks.contains(Quirk.ISSUER_IN_CALLBACK);
        this.knowsDevices = !quirks.contains(Quirk.NO_DEVICE_GRANT);
    }

    Reply discovery(String baseUrl) {
        return Reply.json(200, json -> {
            json.writeStringProperty("issuer", issuer);
            json.writeStringProperty("authorization_endpoint", baseUrl + "/oauth2/auth");
            json.writeStringProperty("token_endpoint", baseUrl + "/oauth2/token");
            json.writeStringProperty("jwks_uri", baseUrl + "/.well-known/jwks.json");
            json.writeStringProperty("userinfo_endpoint", baseUrl + "/userinfo");
            json.writeStringProperty("revocation_endpoint", baseUrl + "/oauth2/revoke");
            json.writeStringProperty("introspection_endpoint", baseUrl + "/oauth2/introspect");
            if (knowsDevices) {
                json.writeStringProperty("device_authorization_endpoint", baseUrl + "/oauth2/device/auth");
            }
            json.writeStringProperty("end_session_endpoint", baseUrl + "/oauth2/sessions/logout");
            array(json, "response_types_supported", "code");
            array(json, "response_modes_supported", "query");
            array(json, "grant_types_supported", grantTypes());
            array(json, "code_challenge_methods_supported", "S256");
            array(json, "token_endpoint_auth_methods_supported", "client_secret_basic", "none");
            array(json, "scopes_supported", new TreeSet<>(registration.scopes()).toArray(String[]::new));
            array(json, "subject_types_supported", "public");
            array(json, "id_token_signing_alg_values_supported", "RS256");
            array(json, "claims_supported", "sub");
            json.writeBooleanProperty("authorization_response_iss_parameter_supported", namesIssuer);
        });
    }

    private String[] grantTypes() {
        Stream<String> always = Stream.of("authorization_code", "client_credentials", "refresh_token");
        Stream<String> all = knowsDevices ? Stream.concat(always, Stream.of(TokenEndpoint.DEVICE_GRANT)) : always;
        return all.toArray(String[]::new);
    }

    Reply keys() {
        return Reply.text(200, "application/json", keys.published());
    }

    private static void array(JsonGenerator json, String name, String... values) {
        json.writeArrayPropertyStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
