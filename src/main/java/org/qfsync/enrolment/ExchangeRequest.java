package org.qfsync.enrolment;

import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import org.qfsync.domain.Secret;
import org.qfsync.http.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;

/**
 * What an application brings: the end of a login that its own frontend began.
 *
 * @param redirectUri that the frontend used, not judged yet
 */
record ExchangeRequest(Secret code, Secret verifier, String redirectUri) {
    private static final Set<String> FIELDS = Set.of("code", "codeVerifier", "redirectUri");
    private static final int LONGEST = 4096;

    /**
     * Reads the body. Unknown and repeated fields are refused: a misspelt one would be missing without a word.
     *
     * @throws ApiRefusal saying what is wrong with it, repeating none of it
     */
    static ExchangeRequest read(byte[] body) {
        JsonNode json = parse(body);
        if (!json.isObject() || !FIELDS.equals(new TreeSet<>(json.propertyNames()))) {
            throw ApiRefusal.malformed(
                    "The body must be a JSON object with code, codeVerifier and redirectUri, and" + " nothing else.");
        }
        return new ExchangeRequest(
                new Secret(text(json, "code")), new Secret(text(json, "codeVerifier")), text(json, "redirectUri"));
    }

    private static JsonNode parse(byte[] body) {
        try {
            return Json.mapper()
                    .reader()
                    .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .readTree(body);
        } catch (JacksonException e) {
            throw ApiRefusal.malformed("The body is not JSON, or names a field twice.");
        }
    }

    private static String text(JsonNode json, String field) {
        String value = json.path(field).stringValue("");
        if (value.isBlank() || value.length() > LONGEST) {
            throw ApiRefusal.malformed(
                    "The field " + field + " must be a text that is not blank, of at most " + LONGEST + " characters.");
        }
        return value;
    }

    /** The redirect URI, after it was found among the allowed ones. */
    URI address() {
        return URI.create(redirectUri);
    }
}
