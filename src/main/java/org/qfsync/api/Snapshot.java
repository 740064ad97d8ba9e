package org.qfsync.api;

import feign.Response;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.qfsync.http.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.node.ObjectNode;

/**
 * All rows of one content resource, as {@code GET /resources/snapshots/{group}/{id}} of the Content API v4 gives them.
 * It was found complete and well-formed before it is handed out, lies in a private file and is read record by record;
 * closing it deletes the file. Used by one thread.
 */
public final class Snapshot implements Closeable {
    private final Response.Body body;
    private final Head head;

    private Snapshot(Response.Body body, Head head) {
        this.body = body;
        this.head = head;
    }

    /**
     * What stands beside the records.
     *
     * @param resourceId of the group's own numbering
     * @param resourceContentId of another numbering; null for articles
     * @param schemaVersion of the records' shape
     * @param syncSequence when it was made, in the service's count; never a checkpoint
     * @param records how many there are
     */
    public record Head(
            String group,
            long resourceId,
            @Nullable Long resourceContentId,
            int schemaVersion,
            @Nullable Long syncSequence,
            long records) {}

    /** Reads it through once; the body is closed if it cannot be understood. */
    static Optional<Snapshot> verified(Response.Body body) throws IOException {
        Optional<Head> head = Optional.empty();
        try (InputStream in = body.asInputStream();
                JsonParser json = Json.mapper().createParser(in)) {
            head = new SnapshotHead(json).read();
        } catch (JacksonException e) {
            // Its message may quote the text: that it is unreadable is all that is told.
            head = Optional.empty();
        } finally {
            if (head.isEmpty()) {
                body.close();
            }
        }
        return head.map(read -> new Snapshot(body, read));
    }

    public Head head() {
        return head;
    }

    /** Goes through all records in their order; may be called again. */
    public void forEachRecord(Consumer<ObjectNode> work) {
        try (InputStream in = body.asInputStream();
                JsonParser json = Json.mapper().createParser(in)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean records = json.currentName().equals(SnapshotHead.RECORDS);
                json.nextToken();
                if (!records) {
                    json.skipChildren();
                    continue;
                }
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    work.accept((ObjectNode) json.<tools.jackson.databind.JsonNode>readValueAsTree());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the spooled snapshot cannot be read back", e);
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
