package org.qfsync.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer, complete before the first byte of it is sent; or, where {@code stream} is given in place of the body,
 * written while it is sent. The arrays are shared and must not be changed.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Reply(
        int status,
        String contentType,
        byte[] body,
        Map<String, String> headers,
        Optional<Consumer<JsonGenerator>> stream) {
    private static final String JSON_TYPE = "application/json; charset=utf-8";

    static Reply json(int status, Consumer<JsonGenerator> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        write(members, bytes);
        return new Reply(status, JSON_TYPE, bytes.toByteArray(), Map.of(), Optional.empty());
    }

    /** A good answer that is too large to be held. */
    static Reply stream(Consumer<JsonGenerator> members) {
        return new Reply(200, JSON_TYPE, new byte[0], Map.of(), Optional.of(members));
    }

    static void write(Consumer<JsonGenerator> members, OutputStream out) {
        try (JsonGenerator generator = JsonMapper.shared().createGenerator(out)) {
            generator.writeStartObject();
            members.accept(generator);
            generator.writeEndObject();
        }
    }

    static Reply text(int status, String type, String text) {
        return new Reply(
                status, type + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), Map.of(), Optional.empty());
    }

    static Reply html(int status) {
        return text(
                status,
                "text/html",
                "<html><head><title>" + status + "</title></head><body><center><h1>" + status
                        + " Sandbox</h1></center><hr><center>cloud edge</center></body></html>\n");
    }

    static Reply empty(int status) {
        return new Reply(status, JSON_TYPE, new byte[0], Map.of(), Optional.empty());
    }

    /** Sends a browser on, by GET whatever it did before. */
    static Reply redirect(String location) {
        return empty(303).with("Location", location).with("Cache-Control", "no-store");
    }

    Reply with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Reply(status, contentType, body, Map.copyOf(more), stream);
    }
}
