package org.qfsync.api;

import feign.HeaderMap;
import feign.Headers;
import feign.Param;
import feign.QueryMap;
import feign.RequestLine;
import feign.TypedResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The User APIs by the shape of their answers. Values and collection ids are given {@link Opaque#encoded encoded}. */
@Headers({"Accept: application/json", "x-auth-token: {token}", "x-client-id: {clientId}"})
interface UserFeign {
    @RequestLine("GET {path}")
    Listing list(
            @Param("token") String token,
            @Param("clientId") String clientId,
            @Param("path") String path,
            @QueryMap Map<String, String> query,
            @HeaderMap Map<String, String> headers);

    @RequestLine(value = "GET /v1/collections/{id}?sortBy=verseKey&first={first}&after={after}", decodeSlash = false)
    ItemListing collectionItems(
            @Param("token") String token,
            @Param("clientId") String clientId,
            @Param("id") String id,
            @Param("first") int first,
            @Param("after") @Nullable String after);

    @RequestLine("GET {path}")
    Document document(
            @Param("token") String token,
            @Param("clientId") String clientId,
            @Param("path") String path,
            @QueryMap Map<String, String> query,
            @HeaderMap Map<String, String> headers);

    @RequestLine("GET {path}")
    ObjectNode bare(
            @Param("token") String token,
            @Param("clientId") String clientId,
            @Param("path") String path,
            @QueryMap Map<String, String> query,
            @HeaderMap Map<String, String> headers);

    @RequestLine("GET /v1/sync?mutationsSince={since}&resources={resources}&metadataOnly=true")
    TypedResponse<SyncAnswer> mutationHead(
            @Param("token") String token,
            @Param("clientId") String clientId,
            @Param("since") long since,
            @Param("resources") String resources);

    @RequestLine("GET /v1/sync?mutationsSince={since}&resources={resources}&limit={limit}&page={page}")
    TypedResponse<SyncAnswer> mutations(
            @Param("token") String token,
            @Param("clientId") String clientId,
            @Param("since") long since,
            @Param("resources") String resources,
            @Param("limit") int limit,
            @Param("page") int page);
}
