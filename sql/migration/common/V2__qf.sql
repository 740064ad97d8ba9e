COMMENT ON SCHEMA qf IS 'The copy of QF content and of consenting users'' data';

CREATE TABLE qf.chapter (
    chapter_id INTEGER NOT NULL,
    name_simple VARCHAR NOT NULL,
    name_complex VARCHAR,
    name_arabic VARCHAR,
    translated_name VARCHAR,
    translated_name_language VARCHAR,
    revelation_place VARCHAR,
    revelation_order INTEGER,
    bismillah_pre BOOLEAN,
    verses_count INTEGER NOT NULL,
    page_from INTEGER,
    page_to INTEGER,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (chapter_id)
);
COMMENT ON TABLE qf.chapter IS 'The chapters (surahs) of the Quran, as QF describes them';
COMMENT ON COLUMN qf.chapter.chapter_id IS 'Number of the chapter, 1 to 114';
COMMENT ON COLUMN qf.chapter.name_simple IS 'Name in Latin letters without diacritics';
COMMENT ON COLUMN qf.chapter.name_complex IS 'Name in Latin letters with diacritics';
COMMENT ON COLUMN qf.chapter.name_arabic IS 'Name in Arabic script';
COMMENT ON COLUMN qf.chapter.translated_name IS 'Name translated into the language in translated_name_language';
COMMENT ON COLUMN qf.chapter.translated_name_language IS 'Language of the translated name, in English words';
COMMENT ON COLUMN qf.chapter.revelation_place IS 'Where it was revealed: makkah or madinah';
COMMENT ON COLUMN qf.chapter.revelation_order IS 'Its place in the order of revelation';
COMMENT ON COLUMN qf.chapter.bismillah_pre IS 'Whether the basmala is recited before its first verse';
COMMENT ON COLUMN qf.chapter.verses_count IS 'How many verses it has';
COMMENT ON COLUMN qf.chapter.page_from IS 'First page of the Madani mushaf that it stands on';
COMMENT ON COLUMN qf.chapter.page_to IS 'Last page of the Madani mushaf that it stands on';
COMMENT ON COLUMN qf.chapter.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.chapter.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.chapter.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.chapter.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.chapter.deleted_at IS 'Tombstone: when a complete listing no longer held this row; NULL while it is live';
COMMENT ON COLUMN qf.chapter.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';

CREATE TABLE qf.verse (
    verse_id INTEGER NOT NULL,
    verse_key VARCHAR NOT NULL,
    chapter_id INTEGER NOT NULL,
    verse_number INTEGER NOT NULL,
    juz_number INTEGER,
    hizb_number INTEGER,
    rub_el_hizb_number INTEGER,
    ruku_number INTEGER,
    manzil_number INTEGER,
    page_number INTEGER,
    sajdah_number INTEGER,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (verse_id),
    CONSTRAINT verse_key_unique UNIQUE (verse_key)
);
COMMENT ON TABLE qf.verse IS 'The verses (ayahs) of the Quran and the divisions that each belongs to; holds no Quran text';
COMMENT ON COLUMN qf.verse.verse_id IS 'Running number of the verse, 1 to 6236';
COMMENT ON COLUMN qf.verse.verse_key IS 'Chapter and verse with a colon, for example 2:255';
COMMENT ON COLUMN qf.verse.chapter_id IS 'Chapter it belongs to';
COMMENT ON COLUMN qf.verse.verse_number IS 'Its number within the chapter';
COMMENT ON COLUMN qf.verse.juz_number IS 'Juz it belongs to, 1 to 30';
COMMENT ON COLUMN qf.verse.hizb_number IS 'Hizb it belongs to, 1 to 60';
COMMENT ON COLUMN qf.verse.rub_el_hizb_number IS 'Quarter of a hizb it belongs to, 1 to 240';
COMMENT ON COLUMN qf.verse.ruku_number IS 'Ruku it belongs to, 1 to 558';
COMMENT ON COLUMN qf.verse.manzil_number IS 'Manzil it belongs to, 1 to 7';
COMMENT ON COLUMN qf.verse.page_number IS 'Page of the Madani mushaf, 1 to 604';
COMMENT ON COLUMN qf.verse.sajdah_number IS 'Number of the prostration at this verse; NULL for nearly all verses';
COMMENT ON COLUMN qf.verse.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.verse.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.verse.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.verse.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.verse.deleted_at IS 'Tombstone: when a complete listing no longer held this row; NULL while it is live';
COMMENT ON COLUMN qf.verse.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';
CREATE INDEX verse_by_chapter ON qf.verse (chapter_id, verse_number);

CREATE TABLE qf.app_user (
    sub VARCHAR(255) NOT NULL,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_synced_at TIMESTAMP WITH TIME ZONE,
    run_id BIGINT,
    PRIMARY KEY (sub)
);
COMMENT ON TABLE qf.app_user IS 'The people who consented that their data is copied; one row each';
COMMENT ON COLUMN qf.app_user.sub IS 'The user''s stable key, from the verified ID token';
COMMENT ON COLUMN qf.app_user.first_seen_at IS 'When this user''s data was first stored';
COMMENT ON COLUMN qf.app_user.last_synced_at IS 'When all datasets of this user that the consent covers were last stored completely';
COMMENT ON COLUMN qf.app_user.run_id IS 'The run that did so, see ops.run';

CREATE TABLE qf.collection (
    sub VARCHAR(255) NOT NULL,
    id VARCHAR(255) NOT NULL,
    name VARCHAR,
    slug VARCHAR,
    is_private BOOLEAN,
    is_default BOOLEAN,
    is_system BOOLEAN,
    updated_at TIMESTAMP WITH TIME ZONE,
    url VARCHAR,
    bookmarks_count INTEGER,
    resources_count INTEGER,
    item_count INTEGER,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (sub, id)
);
COMMENT ON TABLE qf.collection IS 'Users'' collections of bookmarks';
COMMENT ON COLUMN qf.collection.sub IS 'The user, see qf.app_user';
COMMENT ON COLUMN qf.collection.id IS 'QF''s id of the collection; __default__ is the virtual Favorites';
COMMENT ON COLUMN qf.collection.name IS 'The name that the user gave it';
COMMENT ON COLUMN qf.collection.slug IS 'The name as it stands in a URL';
COMMENT ON COLUMN qf.collection.is_private IS 'Whether only its owner sees it';
COMMENT ON COLUMN qf.collection.is_default IS 'Whether it is the Favorites';
COMMENT ON COLUMN qf.collection.is_system IS 'Whether the service made it; only some environments say so';
COMMENT ON COLUMN qf.collection.updated_at IS 'When QF says that it was last changed';
COMMENT ON COLUMN qf.collection.url IS 'Its public address, if it has one';
COMMENT ON COLUMN qf.collection.bookmarks_count IS 'How many bookmarks QF says it holds; may differ from the items stored';
COMMENT ON COLUMN qf.collection.resources_count IS 'How many resources QF says it holds';
COMMENT ON COLUMN qf.collection.item_count IS 'QF''s field count';
COMMENT ON COLUMN qf.collection.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.collection.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.collection.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.collection.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.collection.deleted_at IS 'Tombstone: when a complete listing no longer held this row; NULL while it is live';
COMMENT ON COLUMN qf.collection.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';

CREATE TABLE qf.collection_item (
    sub VARCHAR(255) NOT NULL,
    collection_id VARCHAR(255) NOT NULL,
    bookmark_id VARCHAR(255) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE,
    type VARCHAR,
    key_number INTEGER,
    verse_number INTEGER,
    bookmark_group VARCHAR,
    is_in_default_collection BOOLEAN,
    is_reading BOOLEAN,
    collections_count INTEGER,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (sub, collection_id, bookmark_id)
);
COMMENT ON TABLE qf.collection_item IS 'Which bookmark is in which collection; a bookmark in three collections has three rows';
COMMENT ON COLUMN qf.collection_item.sub IS 'The user, see qf.app_user';
COMMENT ON COLUMN qf.collection_item.collection_id IS 'The collection, see qf.collection; __default__ is the virtual Favorites';
COMMENT ON COLUMN qf.collection_item.bookmark_id IS 'QF''s id of the bookmark, see qf.bookmark';
COMMENT ON COLUMN qf.collection_item.created_at IS 'When the user made the bookmark';
COMMENT ON COLUMN qf.collection_item.type IS 'What is marked: ayah, surah, juz or page; other words may come';
COMMENT ON COLUMN qf.collection_item.key_number IS 'Number of what is marked: for an ayah its chapter, else the surah, juz or page';
COMMENT ON COLUMN qf.collection_item.verse_number IS 'For an ayah its number within the chapter, else NULL';
COMMENT ON COLUMN qf.collection_item.bookmark_group IS 'QF''s field group: the numbering that the bookmark refers to';
COMMENT ON COLUMN qf.collection_item.is_in_default_collection IS 'Whether the bookmark is in the Favorites, too';
COMMENT ON COLUMN qf.collection_item.is_reading IS 'Whether it marks where the user is reading; NULL if QF does not say';
COMMENT ON COLUMN qf.collection_item.collections_count IS 'In how many collections QF says the bookmark is';
COMMENT ON COLUMN qf.collection_item.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.collection_item.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.collection_item.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.collection_item.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.collection_item.deleted_at IS 'Tombstone: when a complete listing no longer held this row; NULL while it is live';
COMMENT ON COLUMN qf.collection_item.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';
CREATE INDEX collection_item_by_verse ON qf.collection_item (key_number, verse_number);

CREATE TABLE qf.bookmark (
    sub VARCHAR(255) NOT NULL,
    id VARCHAR(255) NOT NULL,
    mushaf_id INTEGER,
    type VARCHAR,
    key_number INTEGER,
    verse_number INTEGER,
    bookmark_group VARCHAR,
    is_in_default_collection BOOLEAN,
    is_reading BOOLEAN,
    collections_count INTEGER,
    created_at TIMESTAMP WITH TIME ZONE,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (sub, id)
);
COMMENT ON TABLE qf.bookmark IS 'Users'' bookmarks of verses, chapters, juzs and pages';
COMMENT ON COLUMN qf.bookmark.sub IS 'The user, see qf.app_user';
COMMENT ON COLUMN qf.bookmark.id IS 'QF''s id of the bookmark';
COMMENT ON COLUMN qf.bookmark.mushaf_id IS 'The mushaf whose numbering was asked for';
COMMENT ON COLUMN qf.bookmark.type IS 'What is marked: ayah, surah, juz or page; other words may come';
COMMENT ON COLUMN qf.bookmark.key_number IS 'Number of what is marked: for an ayah its chapter, else the surah, juz or page';
COMMENT ON COLUMN qf.bookmark.verse_number IS 'For an ayah its number within the chapter, else NULL';
COMMENT ON COLUMN qf.bookmark.bookmark_group IS 'QF''s field group: the numbering that the bookmark refers to';
COMMENT ON COLUMN qf.bookmark.is_in_default_collection IS 'Whether it is in the Favorites';
COMMENT ON COLUMN qf.bookmark.is_reading IS 'Whether it marks where the user is reading; NULL if QF does not say';
COMMENT ON COLUMN qf.bookmark.collections_count IS 'In how many collections QF says it is';
COMMENT ON COLUMN qf.bookmark.created_at IS 'When the user made it';
COMMENT ON COLUMN qf.bookmark.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.bookmark.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.bookmark.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.bookmark.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.bookmark.deleted_at IS 'Tombstone: when a complete listing no longer held this row; NULL while it is live';
COMMENT ON COLUMN qf.bookmark.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';
CREATE INDEX bookmark_by_verse ON qf.bookmark (key_number, verse_number);
