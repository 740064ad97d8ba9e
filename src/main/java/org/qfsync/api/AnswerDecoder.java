package org.qfsync.api;

import feign.Response;
import feign.codec.Decoder;
import feign.jackson3.Jackson3Decoder;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.http.Asked;
import org.qfsync.http.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads an answer of status 200. HTML, cut JSON, a value of a wrong type or a missing field make it unreadable, and
 * {@code success:false} makes it a refusal. Thread-safe.
 */
final class AnswerDecoder implements Decoder {
    private final JsonMapper mapper = Json.mapper();
    private final Decoder json = new Jackson3Decoder(mapper);
    private final QfEnvironment environment;

    AnswerDecoder(QfEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Object decode(Response response, Type type) throws IOException {
        if (contentType(response).contains("html")) {
            throw unreadable(response, "it is an HTML page");
        }
        try {
            Object tree = json.decode(response, JsonNode.class);
            if (!(tree instanceof JsonNode root) || !root.isObject()) {
                throw unreadable(response, "it is no JSON object");
            }
            if (root.path("success").isBoolean() && !root.path("success").booleanValue()) {
                throw Complaint.about(environment, response).refused();
            }
            return mapper.readerFor(mapper.constructType(type)).readValue(root);
        } catch (JacksonException e) {
            // Without its message and itself as the cause: both may quote what a user wrote.
            throw unreadable(response, where(e));
        }
    }

    private static String contentType(Response response) {
        return String.join(" ", response.headers().getOrDefault("Content-Type", List.of()))
                .toLowerCase(Locale.ROOT);
    }

    private static String where(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        String problem = e.getCause() instanceof IllegalArgumentException missing
                ? missing.getMessage()
                : e.getClass().getSimpleName();
        return path.isEmpty() ? String.valueOf(problem) : problem + " at " + path;
    }

    private PermanentException unreadable(Response response, String why) {
        return new PermanentException(
                Asked.of(environment, response.request()) + " answered " + response.status()
                        + " with a body that cannot be read: " + why,
                "unreadable_body",
                response.status(),
                "Nothing was changed. If it happens to everyone, the service has changed its answers or something"
                        + " between us and it answers in its place: check the API base URL, then update qfsync.",
                null);
    }
}
