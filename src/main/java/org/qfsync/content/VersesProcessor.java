package org.qfsync.content;

import static org.qfsync.store.ColumnType.INTEGER;
import static org.qfsync.store.ColumnType.TEXT;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.qfsync.api.ContentClient;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.PermanentException;
import org.qfsync.store.Mapping;
import org.qfsync.store.UnknownFields;
import org.springframework.batch.infrastructure.item.ItemProcessor;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fetches the verses of a chapter, completely or not at all. The fetch is the step's processor and not its reader,
 * because Spring Batch runs processors side by side. Thread-safe.
 */
public final class VersesProcessor implements ItemProcessor<ChapterToFetch, ChapterVerses> {
    /** Where the verses are stored, and how. */
    static final Mapping MAPPING = Mapping.of(Dataset.VERSES, "qf.verse")
            .key("id", "verse_id", INTEGER)
            .always("verse_key", "verse_key", TEXT)
            .given("chapter_id", INTEGER)
            .always("verse_number", "verse_number", INTEGER)
            .always("juz_number", "juz_number", INTEGER)
            .always("hizb_number", "hizb_number", INTEGER)
            .always("rub_el_hizb_number", "rub_el_hizb_number", INTEGER)
            .maybe("ruku_number", "ruku_number", INTEGER)
            .maybe("manzil_number", "manzil_number", INTEGER)
            .always("page_number", "page_number", INTEGER)
            .always("sajdah_number", "sajdah_number", INTEGER)
            .ignoring("chapter_id");

    private final ContentClient client;
    private final Supplier<UnknownFields> unknown;

    /**
     * For all runs of this process, one after the other.
     *
     * @param unknown of the run under way, takes the fields that have no column
     */
    public VersesProcessor(ContentClient client, Supplier<UnknownFields> unknown) {
        this.client = client;
        this.unknown = unknown;
    }

    @Override
    public ChapterVerses process(ChapterToFetch chapter) {
        List<ObjectNode> verses = client.versesOfChapter(chapter.id());
        requireComplete(chapter, verses);
        return new ChapterVerses(
                chapter.id(),
                verses.stream()
                        .map(verse -> MAPPING.row(verse, unknown.get(), Map.of("chapter_id", chapter.id())))
                        .toList());
    }

    private static void requireComplete(ChapterToFetch chapter, List<ObjectNode> verses) {
        long numbers = verses.stream()
                .map(verse -> verse.path("verse_number").asInt(0))
                .filter(number -> number >= 1 && number <= chapter.versesCount())
                .distinct()
                .count();
        if (numbers != chapter.versesCount() || verses.size() != chapter.versesCount()) {
            throw new PermanentException(
                    "The verses of chapter " + chapter.id() + " are incomplete: " + verses.size() + " of "
                            + chapter.versesCount(),
                    "incomplete_content",
                    200,
                    "The stored verses are kept; if it stays, report it to Quran Foundation. Then: qfsync run",
                    null);
        }
    }
}
