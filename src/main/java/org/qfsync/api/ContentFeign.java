package org.qfsync.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import feign.Headers;
import feign.Param;
import feign.RequestLine;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The Content API v4, one page a call. */
@Headers({"Accept: application/json", "x-auth-token: {token}", "x-client-id: {clientId}"})
interface ContentFeign {
    /** A whole listing; under which name it stands in the answer depends on its path. */
    @RequestLine("GET /{path}?language={language}")
    ObjectNode listing(
            @Param("token") String token,
            @Param("clientId") String clientId,
            @Param("path") String path,
            @Param("language") String language);

    @RequestLine("GET /chapters/{chapter}/info?language={language}")
    ObjectNode chapterInfo(
            @Param("token") String token,
            @Param("clientId") String clientId,
            @Param("chapter") int chapter,
            @Param("language") String language);

    @RequestLine("GET /verses/by_chapter/{chapter}?words=false&per_page={perPage}&page={page}")
    Verses verses(
            @Param("token") String token,
            @Param("clientId") String clientId,
            @Param("chapter") int chapter,
            @Param("perPage") int perPage,
            @Param("page") int page);

    /** A page of verses, in the order of their numbers. */
    record Verses(List<ObjectNode> verses, PageNumbers pagination) {
        public Verses {
            Wire.required(verses, "verses");
            Wire.required(pagination, "pagination");
        }
    }

    /** Totals are sent too, but have been wrong: only the next page's number is used. */
    record PageNumbers(@JsonProperty("next_page") @Nullable Integer nextPage) {}
}
