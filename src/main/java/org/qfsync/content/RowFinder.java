package org.qfsync.content;

import java.util.List;
import java.util.Optional;
import org.qfsync.store.Scope;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells which stored row a change of the feed means. The feed and the snapshots may name one record differently, and
 * then a change would make a second row of it; whatever cannot be told is left to the snapshot. Thread-safe.
 */
final class RowFinder {
    private final ContentResources resources;

    RowFinder(ContentResources resources) {
        this.resources = resources;
    }

    /** Under which type and key a record is stored, or is to be. */
    record Name(String recordType, String recordKey) {}

    /** Empty if it cannot be told, so that the resource must be fetched. */
    Optional<Name> find(Mutation mutation, RecordRows records) {
        Name told = new Name(
                mutation.recordType() == null ? "" : mutation.recordType(),
                mutation.recordKey() == null ? "" : mutation.recordKey());
        Optional<RecordKind> kind = RecordKind.of(mutation.resource().group(), told.recordType());
        ObjectNode data = mutation.data();
        if (data != null && kind.filter(RecordKind.ARTICLE::equals).isPresent()) {
            return article(mutation.resource(), data, told);
        }
        boolean nameless = false;
        if (data != null && mutation.type().action() == MutationType.Action.STORE_ROW) {
            nameless = !data.has("id");
            if (!nameless && !records.naturalKey(data, told.recordType()).equals(told.recordKey())) {
                return Optional.empty();
            }
        }
        return kind.isPresent() ? Optional.of(told) : raw(mutation.resource(), told, nameless);
    }

    /** By what it is, not by what the feed calls it; one that is not stored may be stored under another name. */
    private Optional<Name> article(ContentResource resource, ObjectNode data, Name told) {
        return RecordRows.articleKey(data)
                .map(key -> new Name(told.recordType(), key))
                .filter(name -> resources.count(
                                RecordKind.ARTICLE.mapping().table(),
                                Scope.of("resource_id", resource.id()).and("record_key", name.recordKey()))
                        > 0);
    }

    /** The feed names the type of every record, a snapshot may not: then the rows are stored without one. */
    private Optional<Name> raw(ContentResource resource, Name told, boolean nameless) {
        List<String> types = RecordKind.ofGroup(resource.group()).isEmpty()
                ? List.of(told.recordType(), "")
                : List.of(told.recordType());
        return types.stream()
                .filter(type -> isStored(ofType(resource, type).and("record_key", told.recordKey())))
                .findFirst()
                .or(() -> types.stream()
                        .filter(type -> !nameless && isStored(ofType(resource, type)))
                        .findFirst())
                .map(type -> new Name(type, told.recordKey()));
    }

    private boolean isStored(Scope scope) {
        return resources.count(RecordKind.RAW.table(), scope) > 0;
    }

    private static Scope ofType(ContentResource resource, String type) {
        return Scope.of("resource_group", resource.group())
                .and("resource_id", resource.id())
                .and("record_type", type);
    }
}
