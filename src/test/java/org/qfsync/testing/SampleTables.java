package org.qfsync.testing;

import static org.qfsync.store.ColumnType.BOOLEAN;
import static org.qfsync.store.ColumnType.INTEGER;
import static org.qfsync.store.ColumnType.TEXT;
import static org.qfsync.store.ColumnType.TIMESTAMP;

import org.qfsync.store.TableSpec;

/** Tables of users as tests fill them. */
public final class SampleTables {
    public static final TableSpec COLLECTION = TableSpec.of("qf.collection")
            .key("sub", TEXT)
            .key("id", TEXT)
            .data("name", TEXT)
            .data("slug", TEXT)
            .data("is_private", BOOLEAN)
            .data("is_default", BOOLEAN)
            .data("is_system", BOOLEAN)
            .data("updated_at", TIMESTAMP)
            .data("url", TEXT)
            .data("bookmarks_count", INTEGER)
            .data("resources_count", INTEGER)
            .data("item_count", INTEGER);

    public static final TableSpec COLLECTION_ITEM = marked(TableSpec.of("qf.collection_item")
            .key("sub", TEXT)
            .key("collection_id", TEXT)
            .key("bookmark_id", TEXT));

    public static final TableSpec BOOKMARK =
            marked(TableSpec.of("qf.bookmark").key("sub", TEXT).key("id", TEXT)).data("mushaf_id", INTEGER);

    private SampleTables() {}

    private static TableSpec marked(TableSpec table) {
        return table.data("created_at", TIMESTAMP)
                .data("type", TEXT)
                .data("key_number", INTEGER)
                .data("verse_number", INTEGER)
                .data("bookmark_group", TEXT)
                .data("is_in_default_collection", BOOLEAN)
                .data("is_reading", BOOLEAN)
                .data("collections_count", INTEGER);
    }
}
