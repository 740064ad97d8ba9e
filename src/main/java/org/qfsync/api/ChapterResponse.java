package org.qfsync.api;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A chapter as {@code GET /chapters} of the Content API v4 gives it.
 *
 * @param id number of the chapter, 1 to 114
 * @param pages first and last page
 * @param extra fields that we do not know yet
 */
public record ChapterResponse(
        Integer id,
        @JsonProperty("revelation_place") @Nullable String revelationPlace,
        @JsonProperty("revelation_order") @Nullable Integer revelationOrder,
        @JsonProperty("bismillah_pre") @Nullable Boolean bismillahPre,
        @JsonProperty("name_simple") String nameSimple,
        @JsonProperty("name_complex") @Nullable String nameComplex,
        @JsonProperty("name_arabic") @Nullable String nameArabic,
        @JsonProperty("verses_count") Integer versesCount,
        @Nullable List<Integer> pages,
        @JsonProperty("translated_name") @Nullable TranslatedName translatedName,
        @JsonAnySetter @JsonProperty(Wire.UNKNOWN) Map<String, JsonNode> extra) {
    public ChapterResponse {
        Wire.required(id, "id");
        Wire.required(nameSimple, "name_simple");
        Wire.required(versesCount, "verses_count");
        extra = Wire.extra(extra);
    }

    /** The chapter's name in the language that was asked for. */
    public record TranslatedName(
            @JsonProperty("language_name") @Nullable String languageName,
            @Nullable String name) {}
}
