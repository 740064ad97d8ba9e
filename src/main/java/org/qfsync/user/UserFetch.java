package org.qfsync.user;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qfsync.api.UserClient;
import org.qfsync.domain.SyncException;
import org.qfsync.store.Mapping;
import org.qfsync.store.Row;
import org.qfsync.store.Scope;
import org.qfsync.store.UnknownFields;
import tools.jackson.databind.node.ObjectNode;

/** What the datasets of one user share while they are fetched, one after the other. Not thread-safe. */
final class UserFetch {
    private final String sub;
    private final UserClient client;
    private final UnknownFields unknown;
    private @Nullable List<ObjectNode> collections;
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
    List<ObjectNode> collections() {
        if (collectionsFailure != null) {
            throw collectionsFailure;
        }
        List<ObjectNode> listed = collections;
        if (listed == null) {
            try {
                listed = client.all(CollectionsDataset.REQUEST);
                collections = listed;
            } catch (SyncException e) {
                collectionsFailure = e;
                throw e;
            }
        }
        return listed;
    }

    /**
     * All objects of a scope as a complete listing; the values of the scope are those of the given columns.
     *
     * @throws SyncException if one has no key
     */
    Listing listing(Mapping mapping, Scope scope, List<ObjectNode> objects) {
        return new Listing(
                mapping.table(),
                scope,
                objects.stream()
                        .map(object -> row(mapping, scope.values(), object))
                        .toList());
    }

    /** One object as a row. */
    Row row(Mapping mapping, Map<String, ?> given, ObjectNode object) {
        return mapping.row(object, unknown, given);
    }
}
