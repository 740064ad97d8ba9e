package org.qfsync.api;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A verse's place in the divisions of the Quran, as {@code GET /verses/by_chapter} of the Content API v4 gives it. Its
 * text is not asked for.
 *
 * @param id number of the verse in the whole Quran
 * @param verseKey chapter and verse, {@code 2:255}
 * @param extra fields that we do not know yet
 */
public record VerseResponse(
        Integer id,
        @JsonProperty("chapter_id") @Nullable Integer chapterId,
        @JsonProperty("verse_number") Integer verseNumber,
        @JsonProperty("verse_key") String verseKey,
        @JsonProperty("juz_number") @Nullable Integer juzNumber,
        @JsonProperty("hizb_number") @Nullable Integer hizbNumber,
        @JsonProperty("rub_el_hizb_number") @Nullable Integer rubElHizbNumber,
        @JsonProperty("ruku_number") @Nullable Integer rukuNumber,
        @JsonProperty("manzil_number") @Nullable Integer manzilNumber,
        @JsonProperty("page_number") @Nullable Integer pageNumber,
        @JsonProperty("sajdah_number") @Nullable Integer sajdahNumber,
        @JsonAnySetter @JsonProperty(Wire.UNKNOWN) Map<String, JsonNode> extra) {
    public VerseResponse {
        Wire.required(id, "id");
        Wire.required(verseNumber, "verse_number");
        Wire.required(verseKey, "verse_key");
        extra = Wire.extra(extra);
    }
}
