package org.qfsync.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import feign.Headers;
import feign.Param;
import feign.RequestLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Content API v4, one page a call. */
@Headers({"Accept: application/json", "x-auth-token: {token}", "x-client-id: {clientId}"})
interface ContentFeign {
    @RequestLine("GET /chapters?language={language}")
    Chapters chapters(
            @Param("token") String token, @Param("clientId") String clientId, @Param("language") String language);

    @RequestLine("GET /verses/by_chapter/{chapter}?words=false&per_page={perPage}&page={page}")
    Verses verses(
            @Param("token") String token,
            @Param("clientId") String clientId,
            @Param("chapter") int chapter,
            @Param("perPage") int perPage,
            @Param("page") int page);

    /** All chapters; this listing is not paged. */
    record Chapters(List<ChapterResponse> chapters) {
        public Chapters {
            Wire.required(chapters, "chapters");
        }
    }

    /** A page of verses, in the order of their numbers. */
    record Verses(List<VerseResponse> verses, PageNumbers pagination) {
        public Verses {
            Wire.required(verses, "verses");
            Wire.required(pagination, "pagination");
        }
    }

    /** Totals are sent too, but have been wrong: only the next page's number is used. */
    record PageNumbers(@JsonProperty("next_page") @Nullable Integer nextPage) {}
}
