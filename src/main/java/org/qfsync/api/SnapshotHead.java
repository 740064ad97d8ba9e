package org.qfsync.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads a snapshot through to its end without keeping its records, and checks that all of it is there. */
final class SnapshotHead {
    static final String RECORDS = "records";

    private final JsonParser json;
    private @Nullable String group;
    private @Nullable Long resourceId;
    private @Nullable Long resourceContentId;
    private @Nullable Long schemaVersion;
    private @Nullable Long syncSequence;
    private long records = -1;

    SnapshotHead(JsonParser json) {
        this.json = json;
    }

    /** Empty if it is not a whole snapshot. */
    Optional<Snapshot.Head> read() {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return Optional.empty();
        }
        boolean usable = true;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            usable &= take(name);
        }
        boolean ended = json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
        if (!ended || !usable || group == null || resourceId == null || schemaVersion == null || records < 0) {
            return Optional.empty();
        }
        return Optional.of(new Snapshot.Head(
                group, resourceId, resourceContentId, schemaVersion.intValue(), syncSequence, records));
    }

    private boolean take(String name) {
        switch (name) {
            case "resource_group" -> group = json.currentToken() == JsonToken.VALUE_STRING ? json.getString() : null;
            case "resource_id" -> resourceId = number();
            case "resource_content_id" -> resourceContentId = number();
            case "schema_version" -> schemaVersion = number();
            case "sync_sequence" -> syncSequence = number();
            case RECORDS -> {
                return count();
            }
            default -> json.skipChildren();
        }
        return true;
    }

    private @Nullable Long number() {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return json.getLongValue();
        }
        json.skipChildren();
        return null;
    }

    private boolean count() {
        if (records >= 0 || json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return false;
        }
        boolean objects = true;
        records = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            objects &= json.currentToken() == JsonToken.START_OBJECT;
            json.skipChildren();
            records++;
        }
        return objects;
    }
}
