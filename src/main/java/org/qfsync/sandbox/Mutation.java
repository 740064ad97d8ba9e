package org.qfsync.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The last thing that happened to one resource, as {@code GET /v1/sync} tells it. What follows from it elsewhere is not
 * told: that a bookmark came into a collection changes that collection's counts and time as well.
 *
 * @param id empty for a membership, whose two ids are in the data
 * @param timestamp in milliseconds since 1970
 */
record Mutation(String resource, Optional<String> id, String type, ObjectNode data, long timestamp) {
    static final String BOOKMARK = "BOOKMARK";
    static final String COLLECTION = "COLLECTION";
    static final String MEMBERSHIP = "COLLECTION_BOOKMARK";
    static final String NOTE = "NOTE";
    static final String SESSION = "READING_SESSION";

    /** Tells one resource from another. */
    String key() {
        return resource + " " + id.orElseGet(data::toString);
    }

    static Mutation of(Truth.Bookmark bookmark, Instant changedAt) {
        ObjectNode data = object();
        data.put("bookmarkType", bookmark.type());
        data.put("bookmarkGroup", CollectionEndpoints.group(bookmark.type()));
        data.put("key", bookmark.key());
        if (bookmark.verseNumber() > 0) {
            data.put("verseNumber", bookmark.verseNumber());
        }
        if (bookmark.isReading()) {
            data.put("isReading", true);
        }
        data.put("isInDefaultCollection", bookmark.isInDefaultCollection());
        return told(BOOKMARK, bookmark.id(), data, bookmark.createdAt(), changedAt);
    }

    static Mutation of(Truth.Collection collection, Instant createdAt, Instant changedAt) {
        ObjectNode data = object();
        data.put("name", collection.name());
        collection.slug().ifPresent(slug -> data.put("slug", slug));
        data.put("isPrivate", collection.isPrivate());
        return told(COLLECTION, collection.id(), data, createdAt, changedAt);
    }

    static Mutation ofNote(ObjectNode note) {
        ObjectNode data = note.deepCopy();
        data.remove(List.of("id", "createdAt", "updatedAt"));
        return told(NOTE, NoteEndpoint.id(note), data, moment(note, "createdAt"), moment(note, "updatedAt"));
    }

    /** Where it began is forgotten: a session is always told as new. */
    static Mutation ofSession(ObjectNode session) {
        ObjectNode data = session.deepCopy();
        data.remove(List.of("id", "updatedAt"));
        Instant updatedAt = moment(session, "updatedAt");
        return told(SESSION, NoteEndpoint.id(session), data, updatedAt, updatedAt);
    }

    /** A bookmark is in that collection. */
    static Mutation put(String collection, String bookmark, Instant moment) {
        return new Mutation(MEMBERSHIP, Optional.empty(), "CREATE", pair(collection, bookmark), moment.toEpochMilli());
    }

    /** A bookmark is no longer in that collection. */
    static Mutation goneFrom(String collection, String bookmark, Instant moment) {
        return new Mutation(MEMBERSHIP, Optional.empty(), "DELETE", pair(collection, bookmark), moment.toEpochMilli());
    }

    static Mutation gone(String resource, String id, Instant moment) {
        return new Mutation(resource, Optional.of(id), "DELETE", object(), moment.toEpochMilli());
    }

    /** The same resource, changed once more. */
    Mutation at(long moment) {
        return new Mutation(resource, id, type.equals("CREATE") ? "UPDATE" : type, data, moment);
    }

    ObjectNode told() {
        ObjectNode told = object();
        told.put("type", type).put("resource", resource);
        id.ifPresent(known -> told.put("resourceId", known));
        told.set("data", data);
        return told.put("timestamp", timestamp);
    }

    private static Mutation told(String resource, String id, ObjectNode data, Instant createdAt, Instant changedAt) {
        String type = changedAt.isAfter(createdAt) ? "UPDATE" : "CREATE";
        return new Mutation(resource, Optional.of(id), type, data, changedAt.toEpochMilli());
    }

    private static ObjectNode pair(String collection, String bookmark) {
        return object().put("collectionId", collection).put("bookmarkId", bookmark);
    }

    private static Instant moment(JsonNode item, String field) {
        return Instant.parse(item.path(field).stringValue(""));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
