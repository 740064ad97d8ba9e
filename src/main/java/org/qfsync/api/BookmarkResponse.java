package org.qfsync.api;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A bookmark, as the User APIs' {@code GET /v1/bookmarks} and {@code GET /v1/collections/{id}} give it.
 *
 * @param type {@code ayah}, {@code surah}, {@code juz}, {@code page} or a word that we do not know yet
 * @param key number of the surah (also of an ayah's), juz or page
 * @param verseNumber within the surah, for an ayah
 * @param isReading null is not false: the service tells them apart
 * @param extra fields that we do not know yet
 */
public record BookmarkResponse(
        String id,
        @Nullable Instant createdAt,
        @Nullable String type,
        @Nullable Integer key,
        @Nullable Integer verseNumber,
        @Nullable String group,
        @Nullable Boolean isInDefaultCollection,
        @Nullable Boolean isReading,
        @Nullable Integer collectionsCount,
        @JsonAnySetter @JsonProperty(Wire.UNKNOWN) Map<String, JsonNode> extra)
        implements Identified {
    public BookmarkResponse {
        Wire.required(id, "id");
        extra = Wire.extra(extra);
    }
}
