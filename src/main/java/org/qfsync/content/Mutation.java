package org.qfsync.content;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.PermanentException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One change that the feed names. No change of a single row had been published when this was written, so this is the
 * only place that knows how one looks, and whatever is not as documented is refused instead of guessed.
 *
 * @param sequence the service's count of changes
 * @param recordKey which row, as text; null for a change of the whole resource
 * @param data the row as it is now; null unless it is to be stored
 * @param snapshotUrl where all rows are; null if the change does not say
 * @param changedAt null if it cannot be read: informational
 */
record Mutation(
        long sequence,
        MutationType type,
        ContentResource resource,
        @Nullable Long resourceContentId,
        @Nullable String recordType,
        @Nullable String recordKey,
        @Nullable ObjectNode data,
        @Nullable String snapshotUrl,
        @Nullable String unavailableReason,
        @Nullable Instant changedAt) {
    /** Error code of a change whose type we do not know. */
    static final String UNKNOWN = "unknown_mutation";
    /** Error code of a change that is not as documented. */
    static final String UNREADABLE = "unreadable_mutation";

    private static final int LONGEST_KEY = 255;

    /**
     * Reads one.
     *
     * @throws PermanentException with code {@value #UNKNOWN} or {@value #UNREADABLE} if it is not understood
     */
    static Mutation read(JsonNode json) {
        String word = text(json, "type").orElseThrow(() -> unreadable(json, "it has no type"));
        MutationType type =
                MutationType.of(word).orElseThrow(() -> failure(UNKNOWN, json, "its type is not one of those we know"));
        JsonNode sequence = json.path("sequence");
        if (!sequence.isIntegralNumber() || !sequence.canConvertToLong()) {
            throw unreadable(json, "it has no sequence");
        }
        Mutation read = new Mutation(
                sequence.longValue(),
                type,
                resource(json),
                json.path("resource_content_id").isIntegralNumber()
                        ? json.path("resource_content_id").longValue()
                        : null,
                text(json, "record_type").orElse(null),
                key(json).orElse(null),
                json.path("data") instanceof ObjectNode data ? data : null,
                text(json, "snapshot_url").orElse(null),
                text(json, "unavailable_reason").orElse(null),
                text(json, "changed_at").flatMap(Mutation::moment).orElse(null));
        return read.complete(json);
    }

    private Mutation complete(JsonNode json) {
        boolean ofRow =
                type.action() == MutationType.Action.STORE_ROW || type.action() == MutationType.Action.REMOVE_ROW;
        if (ofRow && (recordType == null || recordKey == null)) {
            throw unreadable(json, "it does not say which row it is about");
        }
        if (type.action() == MutationType.Action.STORE_ROW && data == null) {
            throw unreadable(json, "it has no data");
        }
        return this;
    }

    private static ContentResource resource(JsonNode json) {
        JsonNode id = json.path("resource_id");
        if (!id.isIntegralNumber() || !id.canConvertToLong()) {
            throw unreadable(json, "it has no resource_id");
        }
        String group = text(json, "resource_group").orElseThrow(() -> unreadable(json, "it has no resource_group"));
        return new ContentResource(group, id.longValue());
    }

    /** Documented as text; a number is taken, too. */
    private static Optional<String> key(JsonNode json) {
        JsonNode key = json.path("record_key");
        if (key.isNull() || key.isMissingNode()) {
            return Optional.empty();
        }
        if (!(key.isString() || key.isIntegralNumber())
                || key.asString().isBlank()
                || key.asString().length() > LONGEST_KEY) {
            throw unreadable(json, "its record_key is no key");
        }
        return Optional.of(key.asString());
    }

    private static Optional<String> text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isString() && !value.stringValue().isBlank() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            // informational: a change is applied whenever it was made
            return Optional.empty();
        }
    }

    private static PermanentException unreadable(JsonNode json, String why) {
        return failure(UNREADABLE, json, why);
    }

    private static PermanentException failure(String code, JsonNode json, String why) {
        return new PermanentException(
                "Change " + number(json) + " of the feed is not understood: " + why,
                code,
                200,
                "What came before it is applied, the rows are kept, and the next run asks from the same place. Update"
                        + " qfsync, or fetch everything anew: qfsync run --full",
                null);
    }

    private static String number(JsonNode json) {
        JsonNode sequence = json.path("sequence");
        return sequence.isIntegralNumber() ? sequence.toString() : "without a number";
    }
}
