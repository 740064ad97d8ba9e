package org.qfsync.content;

import java.util.List;
import java.util.function.Supplier;
import org.qfsync.api.ContentClient;
import org.qfsync.api.VerseResponse;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.PermanentException;
import org.qfsync.store.QfTables;
import org.qfsync.store.Row;
import org.qfsync.store.UnknownFields;
import org.springframework.batch.infrastructure.item.ItemProcessor;

/**
 * Fetches the verses of a chapter, completely or not at all. The fetch is the step's processor and not its reader,
 * because Spring Batch runs processors side by side. Thread-safe.
 */
public final class VersesProcessor implements ItemProcessor<ChapterToFetch, ChapterVerses> {
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
        List<VerseResponse> verses = client.versesOfChapter(chapter.id());
        requireComplete(chapter, verses);
        return new ChapterVerses(
                chapter.id(), verses.stream().map(verse -> row(chapter, verse)).toList());
    }

    private static void requireComplete(ChapterToFetch chapter, List<VerseResponse> verses) {
        long numbers = verses.stream()
                .map(VerseResponse::verseNumber)
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

    private Row row(ChapterToFetch chapter, VerseResponse verse) {
        return QfTables.VERSE
                .row()
                .set("verse_id", verse.id())
                .set("verse_key", verse.verseKey())
                .set("chapter_id", chapter.id())
                .set("verse_number", verse.verseNumber())
                .set("juz_number", verse.juzNumber())
                .set("hizb_number", verse.hizbNumber())
                .set("rub_el_hizb_number", verse.rubElHizbNumber())
                .set("ruku_number", verse.rukuNumber())
                .set("manzil_number", verse.manzilNumber())
                .set("page_number", verse.pageNumber())
                .set("sajdah_number", verse.sajdahNumber())
                .extra(unknown.get().extra(Dataset.VERSES, verse.extra()))
                .build();
    }
}
