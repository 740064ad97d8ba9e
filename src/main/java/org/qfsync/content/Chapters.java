package org.qfsync.content;

import static org.qfsync.store.ColumnType.BOOLEAN;
import static org.qfsync.store.ColumnType.INTEGER;
import static org.qfsync.store.ColumnType.TEXT;

import java.util.List;
import java.util.Map;
import org.qfsync.api.ContentClient;
import org.qfsync.api.ContentListing;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.store.Mapping;
import org.qfsync.store.Row;
import org.qfsync.store.Scope;
import org.qfsync.store.TableSpec;
import org.qfsync.store.UnknownFields;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The chapters of the Quran as rows. An incomplete answer is refused before anything is written: production and the
 * sandbox must have all of them, pre-live holds only a part. Thread-safe.
 */
public final class Chapters implements ContentDataset {
    private static final int CHAPTERS = 114;
    private static final int VERSES = 6_236;

    private static final Mapping MAPPING = Mapping.of(Dataset.CHAPTERS, "qf.chapter")
            .key("id", "chapter_id", INTEGER)
            .always("name_simple", "name_simple", TEXT)
            .always("name_complex", "name_complex", TEXT)
            .always("name_arabic", "name_arabic", TEXT)
            .maybe("translated_name.name", "translated_name", TEXT)
            .maybe("translated_name.language_name", "translated_name_language", TEXT)
            .always("revelation_place", "revelation_place", TEXT)
            .always("revelation_order", "revelation_order", INTEGER)
            .always("bismillah_pre", "bismillah_pre", BOOLEAN)
            .always("verses_count", "verses_count", INTEGER)
            .always("pages.from", "page_from", INTEGER)
            .always("pages.to", "page_to", INTEGER);

    private final ContentClient client;
    private final QfEnvironment environment;

    public Chapters(ContentClient client, QfEnvironment environment) {
        this.client = client;
        this.environment = environment;
    }

    @Override
    public Dataset dataset() {
        return MAPPING.dataset();
    }

    @Override
    public TableSpec table() {
        return MAPPING.table();
    }

    @Override
    public Scope scope() {
        return Scope.all();
    }

    @Override
    public List<Row> fetch(UnknownFields unknown) {
        List<ObjectNode> chapters = client.listing(ContentListing.CHAPTERS, Listed.LANGUAGE);
        requireComplete(chapters);
        return chapters.stream()
                .map(chapter -> MAPPING.row(withNamedPages(chapter), unknown, Map.of()))
                .toList();
    }

    private void requireComplete(List<ObjectNode> chapters) {
        long ids =
                chapters.stream().map(chapter -> chapter.path("id")).distinct().count();
        int verses = chapters.stream().mapToInt(Chapters::versesCount).sum();
        boolean whole = ids == CHAPTERS && chapters.size() == CHAPTERS && verses == VERSES;
        boolean part = environment == QfEnvironment.PRELIVE
                && !chapters.isEmpty()
                && chapters.stream().allMatch(chapter -> versesCount(chapter) > 0);
        if (!whole && !part) {
            throw new PermanentException(
                    "The listing of chapters is incomplete: " + chapters.size() + " chapters with " + verses
                            + " verses, expected " + CHAPTERS + " with " + VERSES,
                    "incomplete_content",
                    200,
                    "The stored chapters are kept; if it stays, report it to Quran Foundation. Then: qfsync run",
                    null);
        }
    }

    private static int versesCount(ObjectNode chapter) {
        return chapter.path("verses_count").asInt(0);
    }

    /** First and last page come as a pair without names. */
    private static ObjectNode withNamedPages(ObjectNode chapter) {
        JsonNode pages = chapter.path("pages");
        if (!pages.isArray() || pages.size() != 2) {
            return chapter;
        }
        ObjectNode named = chapter.deepCopy();
        named.putObject("pages").set("from", pages.get(0)).set("to", pages.get(1));
        return named;
    }
}
