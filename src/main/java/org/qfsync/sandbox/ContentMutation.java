package org.qfsync.sandbox;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.qfsync.sandbox.ContentRows.Revision;

/**
 * One line of the mutation log.
 *
 * @param type one of {@link Kind}, or a word that nobody knows
 * @param row for a change of a row, which and what it became
 */
record ContentMutation(long sequence, String type, ContentResource resource, Instant changedAt, Optional<Row> row) {
    /** The documented types. */
    enum Kind {
        RESOURCE_CREATE,
        RESOURCE_UPDATE,
        RESOURCE_DELETE,
        RESOURCE_INVALIDATE,
        ROW_CREATE,
        ROW_UPDATE,
        ROW_DELETE;

        boolean isOfRow() {
            return compareTo(ROW_CREATE) >= 0;
        }
    }

    /** The row of a mutation. */
    record Row(ContentRows rows, int slot, Revision revision) {}

    boolean is(Kind candidate) {
        return type.equals(candidate.name());
    }

    Map<String, Object> fields(int padding) {
        boolean hasData = is(Kind.ROW_CREATE) || is(Kind.ROW_UPDATE);
        boolean hasSnapshot = is(Kind.RESOURCE_CREATE) || is(Kind.RESOURCE_INVALIDATE);
        String snapshot = "/api/v4/resources/snapshots/" + resource.group().word() + "/" + resource.id();
        Optional<String> key = row.map(it -> it.rows().recordKey(it.slot(), it.revision()));
        return Fields.of("sequence", sequence)
                .with("type", type)
                .with("resource_group", resource.group().word())
                .with("resource_id", resource.id())
                .with("resource_content_id", resource.contentId())
                .with(
                        "record_type",
                        row.map(it -> it.rows().recordType(it.slot())).orElse(null))
                .with("record_key", key.orElse(null))
                .with(
                        "source_record_id",
                        key.filter(it -> it.matches("\\d+")).map(Long::valueOf).orElse(null))
                .with("changed_at", changedAt.toString())
                .with(
                        "data",
                        row.filter(any -> hasData)
                                .map(it -> it.rows().row(it.slot(), it.revision(), padding))
                                .orElse(null))
                .with("snapshot_url", hasSnapshot ? snapshot : null)
                .with("unavailable_reason", is(Kind.RESOURCE_DELETE) ? "unpublished" : null)
                .map();
    }
}
