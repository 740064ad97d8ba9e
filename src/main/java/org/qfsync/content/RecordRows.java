package org.qfsync.content;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.PermanentException;
import org.qfsync.store.Row;
import org.qfsync.store.Scope;
import org.qfsync.store.TableSpec;
import org.qfsync.store.UnknownFields;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where the records of one resource are kept: in the tables of its group's kinds, and in the raw store. Stateless but
 * for what it was made with.
 */
final class RecordRows {
    static final String FOOT_NOTES = "foot_notes";

    private static final int LONGEST_KEY = 255;

    private final ContentResource resource;
    private final UnknownFields unknown;

    RecordRows(ContentResource resource, UnknownFields unknown) {
        this.resource = resource;
        this.unknown = unknown;
    }

    /** A row and its table. */
    record Placed(TableSpec table, Row row) {}

    /** The tables that may hold rows of the resource, each with the scope that is all of them; its own kinds' first. */
    Map<TableSpec, Scope> tables() {
        Map<TableSpec, Scope> tables = new LinkedHashMap<>();
        List<RecordKind> kinds = RecordKind.ofGroup(resource.group());
        kinds.forEach(kind -> tables.put(kind.mapping().table(), Scope.of("resource_id", resource.id())));
        tables.put(
                RecordKind.RAW.table(),
                Scope.of("resource_group", resource.group()).and("resource_id", resource.id()));
        if (kinds.contains(RecordKind.TRANSLATION)) {
            tables.put(RecordKind.FOOT_NOTE.table(), Scope.of("resource_id", resource.id()));
        }
        return tables;
    }

    /** The same for one record. */
    Map<TableSpec, Scope> tables(String recordType, String recordKey) {
        Map<TableSpec, Scope> tables = new LinkedHashMap<>();
        Optional<RecordKind> kind = RecordKind.of(resource.group(), recordType);
        Scope ofKey = Scope.of("resource_id", resource.id()).and("record_key", recordKey);
        kind.ifPresentOrElse(
                known -> tables.put(known.mapping().table(), ofKey),
                () -> tables.put(
                        RecordKind.RAW.table(),
                        Scope.of("resource_group", resource.group())
                                .and("resource_id", resource.id())
                                .and("record_type", recordType)
                                .and("record_key", recordKey)));
        if (kind.filter(RecordKind.TRANSLATION::equals).isPresent()) {
            tables.put(RecordKind.FOOT_NOTE.table(), ofKey);
        }
        return tables;
    }

    /** A record of a snapshot, its foot notes included. */
    List<Placed> ofSnapshot(ObjectNode record, @Nullable Long contentId) {
        JsonNode type = record.path("record_type");
        String recordType = type.isString() && !type.stringValue().isBlank()
                ? type.stringValue()
                : RecordKind.usual(resource.group());
        String key = naturalKey(record, recordType);
        List<Placed> rows = new ArrayList<>();
        rows.add(place(record, recordType, key, contentId, false));
        if (rows.get(0).table().equals(RecordKind.TRANSLATION.mapping().table())) {
            rows.addAll(footNotes(record, key));
        }
        return rows;
    }

    /** A record that the feed says has changed; fields that it leaves out keep their values. */
    Placed ofChange(ObjectNode record, String recordType, String key, @Nullable Long contentId) {
        return place(record, recordType, key, contentId, true);
    }

    /** The foot notes of a translation's record. */
    List<Placed> footNotes(ObjectNode record, String key) {
        List<Placed> notes = new ArrayList<>();
        for (JsonNode note : record.path(FOOT_NOTES)) {
            if (!(note instanceof ObjectNode fields)) {
                throw unreadable("a foot note of record " + key + " is no object");
            }
            Map<String, Object> given = Map.of(
                    "resource_id",
                    resource.id(),
                    "record_key",
                    key,
                    "foot_note_id",
                    id(fields).orElseThrow(() -> unreadable("a foot note of record " + key + " has no id")));
            notes.add(new Placed(RecordKind.FOOT_NOTE.table(), RecordKind.FOOT_NOTE.row(fields, unknown, given)));
        }
        return notes;
    }

    private Placed place(ObjectNode record, String recordType, String key, @Nullable Long contentId, boolean partial) {
        Optional<RecordKind> kind = RecordKind.of(resource.group(), recordType);
        if (kind.isEmpty()) {
            return new Placed(RecordKind.RAW.table(), raw(record, recordType, key));
        }
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("resource_id", resource.id());
        given.put("record_key", key);
        JsonNode own = record.path("resource_content_id");
        if (own.isIntegralNumber()) {
            given.put("resource_content_id", own.longValue());
        } else if (contentId != null) {
            given.put("resource_content_id", contentId);
        }
        var mapping = kind.get().mapping();
        Row row = partial ? mapping.update(record, unknown, given) : mapping.row(record, unknown, given);
        return new Placed(mapping.table(), row);
    }

    private Row raw(ObjectNode record, String recordType, String key) {
        return RecordKind.RAW
                .table()
                .row()
                .set("resource_group", resource.group())
                .set("resource_id", resource.id())
                .set("record_type", recordType)
                .set("record_key", key)
                .set("document", record.toString())
                .build();
    }

    /** The key that the feed will name a record of a snapshot by, as far as that is documented. */
    String naturalKey(ObjectNode record, String recordType) {
        boolean article = RecordKind.of(resource.group(), recordType)
                .filter(RecordKind.ARTICLE::equals)
                .isPresent();
        Optional<String> articleKey = article ? articleKey(record) : Optional.empty();
        Optional<String> key = articleKey.or(() -> id(record));
        if (key.isPresent()) {
            return key.get();
        }
        if (article) {
            return record.path("article_id").asString("") + ":"
                    + record.path("lang").asString("");
        }
        if (RecordKind.of(resource.group(), recordType).isPresent()) {
            throw unreadable("a record has no id");
        }
        return Fingerprint.longOf(record.toString());
    }

    /** Article and language, whether or not the record has an id as well; empty if it does not name both. */
    static Optional<String> articleKey(ObjectNode record) {
        JsonNode article = record.path("article_id");
        JsonNode language = record.path("language_id");
        return article.isIntegralNumber() && language.isIntegralNumber()
                ? Optional.of(article.asString() + ":" + language.asString())
                : Optional.empty();
    }

    private static Optional<String> id(ObjectNode record) {
        JsonNode id = record.path("id");
        boolean usable = (id.isIntegralNumber() || id.isString())
                && !id.asString().isBlank()
                && id.asString().length() <= LONGEST_KEY;
        return usable ? Optional.of(id.asString()) : Optional.empty();
    }

    private PermanentException unreadable(String why) {
        return new PermanentException(
                resource + " cannot be read: " + why,
                "unreadable_body",
                200,
                "The stored rows are kept; the next run tries again. If it stays so, update qfsync.",
                null);
    }
}
