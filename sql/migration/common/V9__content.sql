CREATE TABLE qf.language (
    language_id INTEGER NOT NULL,
    name VARCHAR,
    native_name VARCHAR,
    iso_code VARCHAR,
    direction VARCHAR,
    translations_count INTEGER,
    translated_name VARCHAR,
    translated_name_language VARCHAR,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (language_id)
);
COMMENT ON TABLE qf.language IS 'The languages that QF has content in';
COMMENT ON COLUMN qf.language.language_id IS 'QF''s id of the language';
COMMENT ON COLUMN qf.language.name IS 'Its name in English';
COMMENT ON COLUMN qf.language.native_name IS 'Its name in itself';
COMMENT ON COLUMN qf.language.iso_code IS 'ISO 639 code';
COMMENT ON COLUMN qf.language.direction IS 'Direction of its script: ltr or rtl; other words may come';
COMMENT ON COLUMN qf.language.translations_count IS 'How many translations QF says it has';
COMMENT ON COLUMN qf.language.translated_name IS 'Name in the language of translated_name_language';
COMMENT ON COLUMN qf.language.translated_name_language IS 'Language of the translated name, in English words';
COMMENT ON COLUMN qf.language.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.language.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.language.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.language.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.language.deleted_at IS 'Tombstone: when a complete listing no longer held this row; NULL while it is live';
COMMENT ON COLUMN qf.language.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';

CREATE TABLE qf.translation_resource (
    translation_id INTEGER NOT NULL,
    name VARCHAR,
    author_name VARCHAR,
    slug VARCHAR,
    language_name VARCHAR,
    translated_name VARCHAR,
    translated_name_language VARCHAR,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (translation_id)
);
COMMENT ON TABLE qf.translation_resource IS 'The translations of the Quran that QF offers, by name and author; holds no text of them';
COMMENT ON COLUMN qf.translation_resource.translation_id IS 'QF''s id of the translation; resource_id of the group translations in Content Sync';
COMMENT ON COLUMN qf.translation_resource.name IS 'Its name';
COMMENT ON COLUMN qf.translation_resource.author_name IS 'Who made it; name them where its text is shown';
COMMENT ON COLUMN qf.translation_resource.slug IS 'Its name as it stands in a URL; may be empty';
COMMENT ON COLUMN qf.translation_resource.language_name IS 'Its language, in English words';
COMMENT ON COLUMN qf.translation_resource.translated_name IS 'Name in the language of translated_name_language';
COMMENT ON COLUMN qf.translation_resource.translated_name_language IS 'Language of the translated name, in English words';
COMMENT ON COLUMN qf.translation_resource.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.translation_resource.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.translation_resource.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.translation_resource.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.translation_resource.deleted_at IS 'Tombstone: when a complete listing no longer held this row; NULL while it is live';
COMMENT ON COLUMN qf.translation_resource.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';

CREATE TABLE qf.tafsir_resource (
    tafsir_id INTEGER NOT NULL,
    name VARCHAR,
    author_name VARCHAR,
    slug VARCHAR,
    language_name VARCHAR,
    translated_name VARCHAR,
    translated_name_language VARCHAR,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (tafsir_id)
);
COMMENT ON TABLE qf.tafsir_resource IS 'The commentaries (tafsirs) that QF offers, by name and author; holds no text of them';
COMMENT ON COLUMN qf.tafsir_resource.tafsir_id IS 'QF''s id of the tafsir; resource_id of the group tafsirs in Content Sync';
COMMENT ON COLUMN qf.tafsir_resource.name IS 'Its name';
COMMENT ON COLUMN qf.tafsir_resource.author_name IS 'Who wrote it; name them where its text is shown';
COMMENT ON COLUMN qf.tafsir_resource.slug IS 'Its name as it stands in a URL; may be empty';
COMMENT ON COLUMN qf.tafsir_resource.language_name IS 'Its language, in English words';
COMMENT ON COLUMN qf.tafsir_resource.translated_name IS 'Name in the language of translated_name_language';
COMMENT ON COLUMN qf.tafsir_resource.translated_name_language IS 'Language of the translated name, in English words';
COMMENT ON COLUMN qf.tafsir_resource.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.tafsir_resource.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.tafsir_resource.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.tafsir_resource.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.tafsir_resource.deleted_at IS 'Tombstone: when a complete listing no longer held this row; NULL while it is live';
COMMENT ON COLUMN qf.tafsir_resource.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';

CREATE TABLE qf.recitation_resource (
    recitation_id INTEGER NOT NULL,
    reciter_name VARCHAR,
    style VARCHAR,
    translated_name VARCHAR,
    translated_name_language VARCHAR,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (recitation_id)
);
COMMENT ON TABLE qf.recitation_resource IS 'The recitations verse by verse that QF offers; ids are not those of qf.chapter_reciter';
COMMENT ON COLUMN qf.recitation_resource.recitation_id IS 'QF''s id of the recitation; resource_id of the group recitations in Content Sync';
COMMENT ON COLUMN qf.recitation_resource.reciter_name IS 'Who recites; name them where it is played';
COMMENT ON COLUMN qf.recitation_resource.style IS 'Style of the recitation; NULL if QF does not say';
COMMENT ON COLUMN qf.recitation_resource.translated_name IS 'Name in the language of translated_name_language';
COMMENT ON COLUMN qf.recitation_resource.translated_name_language IS 'Language of the translated name, in English words';
COMMENT ON COLUMN qf.recitation_resource.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.recitation_resource.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.recitation_resource.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.recitation_resource.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.recitation_resource.deleted_at IS 'Tombstone: when a complete listing no longer held this row; NULL while it is live';
COMMENT ON COLUMN qf.recitation_resource.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';

CREATE TABLE qf.chapter_reciter (
    reciter_id INTEGER NOT NULL,
    name VARCHAR,
    style VARCHAR,
    qirat VARCHAR,
    translated_name VARCHAR,
    translated_name_language VARCHAR,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (reciter_id)
);
COMMENT ON TABLE qf.chapter_reciter IS 'The reciters of whole chapters that QF offers; ids are not those of qf.recitation_resource';
COMMENT ON COLUMN qf.chapter_reciter.reciter_id IS 'QF''s id of the reciter of chapters';
COMMENT ON COLUMN qf.chapter_reciter.name IS 'Who recites; name them where it is played';
COMMENT ON COLUMN qf.chapter_reciter.style IS 'Style of the recitation; NULL if QF does not say';
COMMENT ON COLUMN qf.chapter_reciter.qirat IS 'Reading (qirat) that is recited; NULL if QF does not say';
COMMENT ON COLUMN qf.chapter_reciter.translated_name IS 'Name in the language of translated_name_language';
COMMENT ON COLUMN qf.chapter_reciter.translated_name_language IS 'Language of the translated name, in English words';
COMMENT ON COLUMN qf.chapter_reciter.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.chapter_reciter.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.chapter_reciter.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.chapter_reciter.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.chapter_reciter.deleted_at IS 'Tombstone: when a complete listing no longer held this row; NULL while it is live';
COMMENT ON COLUMN qf.chapter_reciter.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';

CREATE TABLE qf.division (
    kind VARCHAR(32) NOT NULL,
    division_number INTEGER NOT NULL,
    division_id INTEGER,
    first_verse_id INTEGER,
    last_verse_id INTEGER,
    verses_count INTEGER,
    verse_mapping qf.json_document,
    surah_ruku_number INTEGER,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (kind, division_number)
);
COMMENT ON TABLE qf.division IS 'The parts into which the Quran is divided for reading: juzs, hizbs, their quarters, rukus, manzils and pages';
COMMENT ON COLUMN qf.division.kind IS 'juz, hizb, rub_el_hizb, ruku, manzil or page (of the Madani mushaf)';
COMMENT ON COLUMN qf.division.division_number IS 'Its number among those of its kind, from 1; the number that qf.verse has for it';
COMMENT ON COLUMN qf.division.division_id IS 'QF''s id of it';
COMMENT ON COLUMN qf.division.first_verse_id IS 'Its first verse, see qf.verse';
COMMENT ON COLUMN qf.division.last_verse_id IS 'Its last verse, see qf.verse';
COMMENT ON COLUMN qf.division.verses_count IS 'How many verses QF says it has';
COMMENT ON COLUMN qf.division.verse_mapping IS 'The verses by chapter, as JSON: {"1": "1-7", "2": "1-141"}';
COMMENT ON COLUMN qf.division.surah_ruku_number IS 'For a ruku its number within its chapter, else NULL';
COMMENT ON COLUMN qf.division.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.division.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.division.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.division.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.division.deleted_at IS 'Tombstone: when a complete listing no longer held this row; NULL while it is live';
COMMENT ON COLUMN qf.division.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';

CREATE TABLE qf.chapter_info (
    chapter_id INTEGER NOT NULL,
    language VARCHAR(16) NOT NULL,
    info_id INTEGER,
    text VARCHAR,
    short_text VARCHAR,
    language_name VARCHAR,
    source VARCHAR,
    resource_id INTEGER,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (chapter_id, language)
);
COMMENT ON TABLE qf.chapter_info IS 'What QF tells about each chapter, in each language that is configured; a row without text means that QF has none';
COMMENT ON COLUMN qf.chapter_info.chapter_id IS 'The chapter, see qf.chapter';
COMMENT ON COLUMN qf.chapter_info.language IS 'Language that was asked for, as ISO 639 code; language_name tells in which one it came';
COMMENT ON COLUMN qf.chapter_info.info_id IS 'QF''s id of the text; NULL if QF has none';
COMMENT ON COLUMN qf.chapter_info.text IS 'The text, as HTML';
COMMENT ON COLUMN qf.chapter_info.short_text IS 'The text in short';
COMMENT ON COLUMN qf.chapter_info.language_name IS 'Language of the text, in English words';
COMMENT ON COLUMN qf.chapter_info.source IS 'Where the text is from; name it where the text is shown';
COMMENT ON COLUMN qf.chapter_info.resource_id IS 'QF''s id of the resource that the text belongs to';
COMMENT ON COLUMN qf.chapter_info.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.chapter_info.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.chapter_info.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.chapter_info.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.chapter_info.deleted_at IS 'Tombstone: when a complete listing no longer held this row; NULL while it is live';
COMMENT ON COLUMN qf.chapter_info.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';

ALTER TABLE ops.dataset_state ADD COLUMN due_at TIMESTAMP WITH TIME ZONE;
COMMENT ON COLUMN ops.dataset_state.due_at IS 'For content of regular endpoints: from when on a run fetches it again; NULL for all else';
