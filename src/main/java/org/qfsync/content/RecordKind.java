package org.qfsync.content;

import static org.qfsync.store.ColumnType.BIGINT;
import static org.qfsync.store.ColumnType.INTEGER;
import static org.qfsync.store.ColumnType.JSON;
import static org.qfsync.store.ColumnType.TEXT;
import static org.qfsync.store.ColumnType.TIMESTAMP;

import java.util.List;
import java.util.Optional;
import org.qfsync.domain.Dataset;
import org.qfsync.store.Mapping;

/**
 * A kind of record that has a table of its own. A further one is an entry here and a table in a migration; until then
 * its records are kept as they come, in {@code qf.raw_content_row}.
 *
 * @param group whose records these are
 * @param recordType the service's word for the kind
 */
record RecordKind(String group, String recordType, Mapping mapping) {
    private static final String[] PLACES = {
        "hizb_number", "juz_number", "manzil_number", "page_number", "rub_el_hizb_number", "rub_number", "ruku_number"
    };

    static final RecordKind TRANSLATION = new RecordKind(
            "translations",
            "translation",
            spoken(table("qf.translation_text")
                            .always("verse_key", "verse_key", TEXT)
                            .maybe("verse_id", "verse_id", INTEGER)
                            .maybe("chapter_id", "chapter_id", INTEGER)
                            .maybe("verse_number", "verse_number", INTEGER)
                            .always("text", "text", TEXT))
                    .ignoring(PLACES)
                    .ignoring("foot_notes"));

    static final RecordKind TAFSIR = new RecordKind(
            "tafsirs",
            "tafsir",
            spoken(table("qf.tafsir_text")
                            .always("verse_key", "verse_key", TEXT)
                            .maybe("verse_id", "verse_id", INTEGER)
                            .always("text", "text", TEXT)
                            .maybe("start_verse_id", "start_verse_id", INTEGER)
                            .maybe("end_verse_id", "end_verse_id", INTEGER)
                            .maybe("group_verse_key_from", "group_verse_key_from", TEXT)
                            .maybe("group_verse_key_to", "group_verse_key_to", TEXT)
                            .maybe("group_verses_count", "group_verses_count", INTEGER)
                            .maybe("group_tafsir_id", "group_tafsir_id", BIGINT))
                    .ignoring(PLACES)
                    .ignoring("chapter_id", "verse_number"));

    static final RecordKind WORD = new RecordKind(
            "word_by_word_translations",
            "word_translation",
            spoken(table("qf.word_translation")
                    .always("word_id", "word_id", BIGINT)
                    .always("text", "text", TEXT)
                    .maybe("priority", "priority", INTEGER)));

    static final RecordKind VERSE_AUDIO = new RecordKind(
            "recitations",
            "audio_file",
            table("qf.verse_audio")
                    .maybe("recitation_id", "recitation_id", BIGINT)
                    .always("verse_key", "verse_key", TEXT)
                    .maybe("verse_id", "verse_id", INTEGER)
                    .always("url", "url", TEXT)
                    .maybe("segments", "segments", JSON));

    static final RecordKind CHAPTER_AUDIO = new RecordKind(
            "recitations",
            "chapter_audio_file",
            table("qf.chapter_audio")
                    .maybe("audio_recitation_id", "audio_recitation_id", BIGINT)
                    .always("chapter_id", "chapter_id", INTEGER)
                    .always("audio_url", "audio_url", TEXT));

    static final RecordKind ARTICLE = new RecordKind(
            "articles",
            "article_localization",
            table("qf.article")
                    .always("article_id", "article_id", BIGINT)
                    .maybe("language_id", "language_id", INTEGER)
                    .maybe("lang", "lang", TEXT)
                    .always("title", "title", TEXT)
                    .always("text", "text", TEXT));

    /** Part of a translation's record. */
    static final Mapping FOOT_NOTE = Mapping.of(Dataset.CONTENT_SYNC, "qf.foot_note")
            .keyGiven("resource_id", BIGINT)
            .keyGiven("record_key", TEXT)
            .keyGiven("foot_note_id", TEXT)
            .always("text", "text", TEXT)
            .ignoring("id");

    /** Whatever has no kind. */
    static final Mapping RAW = Mapping.of(Dataset.CONTENT_SYNC, "qf.raw_content_row")
            .keyGiven("resource_group", TEXT)
            .keyGiven("resource_id", BIGINT)
            .keyGiven("record_type", TEXT)
            .keyGiven("record_key", TEXT)
            .given("document", JSON);

    private static final List<RecordKind> ALL = List.of(TRANSLATION, TAFSIR, WORD, VERSE_AUDIO, CHAPTER_AUDIO, ARTICLE);

    private static Mapping table(String name) {
        return Mapping.of(Dataset.CONTENT_SYNC, name)
                .keyGiven("resource_id", BIGINT)
                .keyGiven("record_key", TEXT)
                .given("resource_content_id", BIGINT)
                .ignoring("id", "record_type", "resource_id", "resource_content_id");
    }

    private static Mapping spoken(Mapping mapping) {
        return mapping.maybe("language_id", "language_id", INTEGER)
                .maybe("language_name", "language_name", TEXT)
                .maybe("updated_at", "updated_at", TIMESTAMP);
    }

    static List<RecordKind> all() {
        return ALL;
    }

    static List<RecordKind> ofGroup(String group) {
        return ALL.stream().filter(kind -> kind.group().equals(group)).toList();
    }

    /** The kind of that name in that group; empty if it has no table. */
    static Optional<RecordKind> of(String group, String recordType) {
        return ofGroup(group).stream()
                .filter(kind -> kind.recordType().equals(recordType))
                .findFirst();
    }

    /** The kind of a record that does not name its own: that of its group, if the group has but one. */
    static String usual(String group) {
        List<RecordKind> kinds = ofGroup(group);
        return kinds.size() == 1 ? kinds.get(0).recordType() : "";
    }
}
