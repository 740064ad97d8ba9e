package org.qfsync.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One of the official OpenAPI documents (OpenAPI 3.0) of the service that the sandbox imitates. The documents are no
 * part of the project: tests that need one are skipped where it is not at hand. Immutable.
 */
public final class OpenApiDocument {
    private static final Path DOCUMENTS = Path.of(System.getProperty("qfsync.openapi", "../shared/contract/openapi"));
    private static final String IRI = "https://openapi.invalid/document";

    private final JsonNode root;
    private final SchemaRegistry registry;

    private OpenApiDocument(String text) {
        this.root = JsonMapper.shared().readTree(text);
        this.registry =
                SchemaRegistry.withDialect(Dialects.getOpenApi30(), builder -> builder.schemas(Map.of(IRI, text)));
    }

    /** The document of that name; without it the test is skipped. */
    public static OpenApiDocument of(String file) {
        Path path = DOCUMENTS.resolve(file);
        assumeTrue(Files.exists(path), "the official OpenAPI document " + file + " is not at hand");
        try {
            return new OpenApiDocument(Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documented path that this one is an instance of; the more literal one if there are two. */
    public Optional<String> template(String path) {
        return root.path("paths").propertyNames().stream()
                .filter(template -> path.matches(template.replaceAll("\\{[^}]+}", "[^/]+")))
                .min(Comparator.comparingLong(
                        template -> template.chars().filter(c -> c == '{').count()));
    }

    /** The statuses that a GET of this path is documented to answer. */
    public Set<String> statuses(String path) {
        return template(path)
                .map(template -> (Set<String>) new TreeSet<>(responses(template).propertyNames()))
                .orElseGet(Set::of);
    }

    /**
     * How the answer to a GET differs from what is documented: what the schema forbids, and the fields that it does not
     * know. Each is told once, whatever number of items shows it.
     *
     * @param path without host, base and query
     * @return such as {@code GET /resources/sync 200 /sync/mutations/*: required record_key}
     */
    public Set<String> differences(String path, int status, JsonNode body) {
        Optional<String> template = template(path);
        if (template.isEmpty()) {
            return Set.of("GET " + path + " is not documented");
        }
        String answer = "GET " + template.get() + " " + status;
        JsonNode response = resolve(responses(template.get()).path(String.valueOf(status)));
        JsonNode schema = response.path("content").path("application/json").path("schema");
        if (schema.isMissingNode()) {
            return Set.of(answer + " is not documented");
        }
        Set<String> found = new TreeSet<>();
        for (Error error : schema(template.get(), status).validate(body)) {
            found.add(answer + " " + place(error.getInstanceLocation().toString()) + ": " + error.getKeyword()
                    + (error.getProperty() == null ? "" : " " + error.getProperty()));
        }
        unknown(schema, body, "", answer, found);
        return found;
    }

    private JsonNode responses(String template) {
        return root.path("paths").path(template).path("get").path("responses");
    }

    private Schema schema(String template, int status) {
        String response = "/paths/" + escape(template) + "/get/responses/" + status;
        String pointer = root.at(response).path("$ref").asString("#" + response).substring(1);
        return registry.getSchema(SchemaLocation.of(IRI + "#" + pointer + "/content/application~1json/schema"));
    }

    private void unknown(JsonNode schema, JsonNode value, String place, String answer, Set<String> found) {
        JsonNode resolved = resolve(schema);
        if (value.isArray()) {
            value.forEach(item -> unknown(resolved.path("items"), item, place + "/*", answer, found));
        }
        if (!value.isObject() || !resolved.has("properties")) {
            resolved.path("allOf").forEach(part -> unknown(part, value, place, answer, found));
            return;
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            JsonNode known = resolved.path("properties").path(member.getKey());
            if (known.isMissingNode()) {
                found.add(answer + " " + place(place) + ": unknown " + member.getKey());
            } else {
                unknown(known, member.getValue(), place + "/" + member.getKey(), answer, found);
            }
        }
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? resolve(root.at(node.path("$ref").asString().substring(1))) : node;
    }

    private static String place(String location) {
        return location.isEmpty() ? "/" : location.replaceAll("/\\d+(?=/|$)", "/*");
    }

    private static String escape(String text) {
        return text.replace("~", "~0").replace("/", "~1");
    }

    /** All that is documented for the GETs of this document, path templates in order. */
    public List<String> paths() {
        return root.path("paths").propertyNames().stream().sorted().toList();
    }
}
