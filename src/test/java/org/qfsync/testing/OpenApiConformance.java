package org.qfsync.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Collects how answers differ from an official document, to compare that with the list of explained differences. */
public final class OpenApiConformance {
    private final OpenApiDocument document;
    private final Set<String> differences = new TreeSet<>();

    public OpenApiConformance(OpenApiDocument document) {
        this.document = document;
    }

    /** Takes the answer to a GET; see {@link OpenApiDocument#differences}. */
    public void answered(String path, int status, JsonNode body) {
        differences.addAll(document.differences(path, status, body));
    }

    /**
     * Fails on every difference that is not explained, and on every explanation of one that no longer occurs.
     *
     * @param explained by difference, the reason for it
     */
    public void differsJustBy(Map<String, String> explained) {
        assertThat(differences).containsExactlyInAnyOrderElementsOf(new TreeSet<>(explained.keySet()));
    }
}
