package org.qfsync.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * That something of a user's changed at the service ({@code GET /v1/sync}, pre-live only).
 *
 * @param type {@code CREATE}, {@code UPDATE}, {@code DELETE} or a word that we do not know yet
 * @param resource what kind of thing, {@code BOOKMARK} for instance, or a word that we do not know yet
 * @param resourceId absent where the thing has no id of its own
 * @param data the thing as it is now, or what names it
 */
public record Mutation(
        String type,
        String resource,
        @Nullable String resourceId,
        @Nullable JsonNode data) {
    public Mutation {
        Wire.required(type, "type");
        Wire.required(resource, "resource");
    }

    /** The first of these fields of the data that is a text. */
    public Optional<String> text(String... names) {
        for (String name : names) {
            if (data != null && data.path(name).isString()) {
                return Optional.of(data.path(name).stringValue());
            }
        }
        return Optional.empty();
    }

    /** Names the kinds only: the data is personal. */
    @Override
    public String toString() {
        return "Mutation[" + type + " " + resource + "]";
    }
}
