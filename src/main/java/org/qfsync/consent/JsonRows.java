package org.qfsync.consent;

import java.io.IOException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One JSON object a line. A field that comes twice is refused: which of the two is meant cannot be known. */
final class JsonRows implements ConsentRows {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final LineReader lines;

    JsonRows(LineReader lines) {
        this.lines = lines;
    }

    @Override
    public Optional<JsonNode> next() throws IOException, RefusedException {
        Optional<String> line = lines.nextNotBlank();
        return line.isEmpty() ? Optional.empty() : Optional.of(object(line.get()));
    }

    private static JsonNode object(String line) throws RefusedException {
        try {
            JsonNode node = JSON.readTree(line);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            // its message quotes the line
        }
        throw new RefusedException("not a JSON object");
    }

    @Override
    public long number() {
        return lines.number();
    }
}
