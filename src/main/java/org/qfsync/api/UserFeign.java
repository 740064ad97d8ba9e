package org.qfsync.api;

import feign.Headers;
import feign.Param;
import feign.RequestLine;
import feign.TypedResponse;
import org.jspecify.annotations.Nullable;

/** The User APIs' listings, one page a call. Collection ids and cursors are given {@link Opaque#encoded encoded}. */
@Headers({"Accept: application/json", "x-auth-token: {token}", "x-client-id: {clientId}"})
interface UserFeign {
    /** By name, not by time: what changes while we page must not jump over the cursor. */
    @RequestLine("GET /v1/collections?sortBy=alphabetical&first={first}&after={after}")
    Listing<CollectionResponse> collections(
            @Param("token") String token,
            @Param("clientId") String clientId,
            @Param("first") int first,
            @Param("after") @Nullable String after);

    @RequestLine(value = "GET /v1/collections/{id}?sortBy=verseKey&first={first}&after={after}", decodeSlash = false)
    ItemListing collectionItems(
            @Param("token") String token,
            @Param("clientId") String clientId,
            @Param("id") String id,
            @Param("first") int first,
            @Param("after") @Nullable String after);

    @RequestLine("GET /v1/bookmarks?type={type}&mushafId={mushafId}&first={first}&after={after}")
    Listing<BookmarkResponse> bookmarks(
            @Param("token") String token,
            @Param("clientId") String clientId,
            @Param("type") String type,
            @Param("mushafId") int mushafId,
            @Param("first") int first,
            @Param("after") @Nullable String after);

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
