package org.qfsync.user;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qfsync.api.CollectionResponse;
import org.qfsync.api.UserClient;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.SyncException;
import org.qfsync.store.UnknownFields;
import tools.jackson.databind.JsonNode;

/** What the datasets of one user share while they are fetched, one after the other. Not thread-safe. */
final class UserFetch {
    private final String sub;
    private final UserClient client;
    private final UnknownFields unknown;
    private @Nullable List<CollectionResponse> collections;
    private @Nullable SyncException collectionsFailure;

    UserFetch(String sub, UserClient client, UnknownFields unknown) {
        this.sub = sub;
        this.client = client;
        this.unknown = unknown;
    }

    String sub() {
        return sub;
    }

    UserClient client() {
        return client;
    }

    /** The user's collections, listed once for whoever needs them; a listing that failed is not tried again. */
    List<CollectionResponse> collections() {
        if (collectionsFailure != null) {
            throw collectionsFailure;
        }
        List<CollectionResponse> listed = collections;
        if (listed == null) {
            try {
                listed = client.collections();
                collections = listed;
            } catch (SyncException e) {
                collectionsFailure = e;
                throw e;
            }
        }
        return listed;
    }

    /** Fields that have no column, as the JSON of the {@code extra} column; null if there are none. */
    @Nullable String extra(Dataset dataset, Map<String, JsonNode> fields) {
        return unknown.extra(dataset, fields);
    }
}
