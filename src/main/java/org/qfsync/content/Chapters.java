package org.qfsync.content;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qfsync.api.ChapterResponse;
import org.qfsync.api.ContentClient;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.store.QfTables;
import org.qfsync.store.Row;
import org.qfsync.store.UnknownFields;

/**
 * The chapters of the Quran as rows. An incomplete answer is refused before anything is written: production and the
 * sandbox must have all of them, pre-live holds only a part. Thread-safe.
 */
public final class Chapters {
    private static final int CHAPTERS = 114;
    private static final int VERSES = 6_236;

    private final ContentClient client;
    private final QfEnvironment environment;

    public Chapters(ContentClient client, QfEnvironment environment) {
        this.client = client;
        this.environment = environment;
    }

    /**
     * Fetches them.
     *
     * @param language of the translated names, as an ISO 639-1 code
     * @param unknown takes the fields that have no column
     * @throws org.qfsync.domain.SyncException if there is no complete answer
     */
    public List<Row> fetch(String language, UnknownFields unknown) {
        List<ChapterResponse> chapters = client.chapters(language);
        requireComplete(chapters);
        return chapters.stream().map(chapter -> row(chapter, unknown)).toList();
    }

    private void requireComplete(List<ChapterResponse> chapters) {
        int verses = chapters.stream().mapToInt(ChapterResponse::versesCount).sum();
        boolean whole = chapters.size() == CHAPTERS && verses == VERSES;
        boolean acceptable = environment == QfEnvironment.PRELIVE ? !chapters.isEmpty() : whole;
        if (!acceptable) {
            throw new PermanentException(
                    "The listing of chapters is incomplete: " + chapters.size() + " chapters with " + verses
                            + " verses, expected " + CHAPTERS + " with " + VERSES,
                    "incomplete_content",
                    200,
                    "The stored chapters are kept; if it stays, report it to Quran Foundation. Then: qfsync run",
                    null);
        }
    }

    private static Row row(ChapterResponse chapter, UnknownFields unknown) {
        ChapterResponse.@Nullable TranslatedName translated = chapter.translatedName();
        return QfTables.CHAPTER
                .row()
                .set("chapter_id", chapter.id())
                .set("name_simple", chapter.nameSimple())
                .set("name_complex", chapter.nameComplex())
                .set("name_arabic", chapter.nameArabic())
                .set("translated_name", translated == null ? null : translated.name())
                .set("translated_name_language", translated == null ? null : translated.languageName())
                .set("revelation_place", chapter.revelationPlace())
                .set("revelation_order", chapter.revelationOrder())
                .set("bismillah_pre", chapter.bismillahPre())
                .set("verses_count", chapter.versesCount())
                .set("page_from", page(chapter, 0))
                .set("page_to", page(chapter, 1))
                .extra(unknown.extra(Dataset.CHAPTERS, chapter.extra()))
                .build();
    }

    private static @Nullable Integer page(ChapterResponse chapter, int index) {
        List<Integer> pages = chapter.pages();
        return pages == null || pages.size() <= index ? null : pages.get(index);
    }
}
