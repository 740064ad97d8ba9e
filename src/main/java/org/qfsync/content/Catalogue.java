package org.qfsync.content;

import static org.qfsync.store.ColumnType.INTEGER;
import static org.qfsync.store.ColumnType.JSON;
import static org.qfsync.store.ColumnType.TEXT;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.qfsync.api.ContentClient;
import org.qfsync.api.ContentListing;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.store.Mapping;

/**
 * The datasets of the catalogue: what QF has, and how the Quran is divided. One declaration makes a dataset; its table
 * stands in {@code sql/migration}. Verse reciters and chapter reciters are two lists with ids of their own, and never
 * meet in one table.
 */
public final class Catalogue {
    private static final Mapping LANGUAGE = named(
                    Mapping.of(Dataset.LANGUAGES, "qf.language").key("id", "language_id", INTEGER))
            .always("native_name", "native_name", TEXT)
            .always("iso_code", "iso_code", TEXT)
            .word("direction", "direction", Set.of("ltr", "rtl"))
            .maybe("translations_count", "translations_count", INTEGER);
    private static final Mapping TRANSLATION =
            authored(Mapping.of(Dataset.TRANSLATIONS, "qf.translation_resource").key("id", "translation_id", INTEGER));
    private static final Mapping TAFSIR =
            authored(Mapping.of(Dataset.TAFSIRS, "qf.tafsir_resource").key("id", "tafsir_id", INTEGER));
    private static final Mapping RECITATION = translated(Mapping.of(Dataset.RECITATIONS, "qf.recitation_resource")
            .key("id", "recitation_id", INTEGER)
            .always("reciter_name", "reciter_name", TEXT)
            .maybe("style", "style", TEXT));
    private static final Mapping CHAPTER_RECITER = named(
                    Mapping.of(Dataset.CHAPTER_RECITERS, "qf.chapter_reciter").key("id", "reciter_id", INTEGER))
            .maybe("style.name", "style", TEXT)
            .maybe("qirat.name", "qirat", TEXT)
            .ignoring("style.language_name", "qirat.language_name");

    private final ContentClient client;
    private final boolean whole;

    private Catalogue(ContentClient client, boolean whole) {
        this.client = client;
        this.whole = whole;
    }

    /** All of it, but for what is told about the chapters; of pre-live only a part is demanded, for it holds no more. */
    public static List<ContentDataset> of(ContentClient client, QfEnvironment environment) {
        return new Catalogue(client, environment != QfEnvironment.PRELIVE).datasets();
    }

    private List<ContentDataset> datasets() {
        return List.of(
                list(ContentListing.LANGUAGES, LANGUAGE),
                list(ContentListing.TRANSLATIONS, TRANSLATION),
                list(ContentListing.TAFSIRS, TAFSIR),
                list(ContentListing.RECITATIONS, RECITATION),
                list(ContentListing.CHAPTER_RECITERS, CHAPTER_RECITER),
                division(ContentListing.JUZS, Dataset.JUZS, "juz", 30),
                division(ContentListing.HIZBS, Dataset.HIZBS, "hizb", 60),
                division(ContentListing.RUB_EL_HIZBS, Dataset.RUB_EL_HIZBS, "rub_el_hizb", 240),
                division(ContentListing.RUKUS, Dataset.RUKUS, "ruku", 558),
                division(ContentListing.MANZILS, Dataset.MANZILS, "manzil", 7),
                division(ContentListing.PAGES, Dataset.PAGES, "page", 604));
    }

    private ContentDataset list(ContentListing listing, Mapping mapping) {
        return new Listed(client, listing, mapping, Map.of(), Listed.Numbers.NONE);
    }

    /** All kinds are alike but for the name of their number, and that a ruku is counted in its chapter, too. */
    private ContentDataset division(ContentListing listing, Dataset dataset, String kind, int total) {
        String number = kind + "_number";
        Mapping mapping = Mapping.of(dataset, "qf.division")
                .keyGiven("kind", TEXT)
                .key(number, "division_number", INTEGER)
                .always("id", "division_id", INTEGER)
                .always("first_verse_id", "first_verse_id", INTEGER)
                .always("last_verse_id", "last_verse_id", INTEGER)
                .always("verses_count", "verses_count", INTEGER)
                .always("verse_mapping", "verse_mapping", JSON);
        return new Listed(
                client,
                listing,
                dataset == Dataset.RUKUS ? mapping.always("surah_ruku_number", "surah_ruku_number", INTEGER) : mapping,
                Map.of("kind", kind),
                whole ? new Listed.Numbers(number, total) : Listed.Numbers.NONE);
    }

    private static Mapping authored(Mapping mapping) {
        return named(mapping)
                .always("author_name", "author_name", TEXT)
                .maybe("slug", "slug", TEXT)
                .always("language_name", "language_name", TEXT);
    }

    private static Mapping named(Mapping mapping) {
        return translated(mapping.always("name", "name", TEXT));
    }

    private static Mapping translated(Mapping mapping) {
        return mapping.maybe("translated_name.name", "translated_name", TEXT)
                .maybe("translated_name.language_name", "translated_name_language", TEXT);
    }
}
