package org.qfsync.user;

import static org.qfsync.store.ColumnType.JSON;
import static org.qfsync.store.ColumnType.TEXT;
import static org.qfsync.store.ColumnType.TIMESTAMP;

import java.util.List;
import org.qfsync.api.UserRequest;
import org.qfsync.domain.Dataset;
import org.qfsync.store.Mapping;
import org.qfsync.store.Scope;

/** A user's notes. Theirs is the one listing that is paged in a way of its own. */
final class NotesDataset implements UserDataset {
    private static final Mapping NOTE = Mapping.of(Dataset.NOTES, "qf.note")
            .keyGiven("sub", TEXT)
            .key("id", TEXT)
            .always("createdAt", "created_at", TIMESTAMP)
            .always("updatedAt", "updated_at", TIMESTAMP)
            .always("body", "body", TEXT)
            .maybe("source", "source", TEXT)
            .maybe("attachedEntities", "attached_entities", JSON)
            .maybe("ranges", "ranges", JSON);

    @Override
    public Dataset dataset() {
        return Dataset.NOTES;
    }

    @Override
    public List<Listing> fetch(UserFetch fetch) {
        Scope scope = Scope.of("sub", fetch.sub());
        UserRequest request = UserRequest.of("The listing of notes", "/v1/notes");
        return List.of(
                fetch.listing(NOTE, scope, fetch.client(NOTE.table(), scope).allByLimit(request)));
    }
}
