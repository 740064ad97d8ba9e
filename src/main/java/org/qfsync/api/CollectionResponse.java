package org.qfsync.api;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One of a user's collections, as {@code GET /v1/collections} of the User APIs gives it.
 *
 * @param isSystem pre-live alone
 * @param count of its items, as the service counts them; never relied on
 * @param extra fields that we do not know yet
 */
public record CollectionResponse(
        String id,
        @Nullable String name,
        @Nullable String slug,
        @Nullable Boolean isPrivate,
        @Nullable Boolean isDefault,
        @Nullable Boolean isSystem,
        @Nullable Instant updatedAt,
        @Nullable String url,
        @Nullable Integer bookmarksCount,
        @Nullable Integer resourcesCount,
        @Nullable Integer count,
        @JsonAnySetter @JsonProperty(Wire.UNKNOWN) Map<String, JsonNode> extra)
        implements Identified {
    /** The id of the virtual collection of Favorites, which a listing of collections may leave out. */
    public static final String FAVORITES = "__default__";

    public CollectionResponse {
        Wire.required(id, "id");
        extra = Wire.extra(extra);
    }
}
