CREATE TABLE qf.content_resource (
    resource_group VARCHAR(255) NOT NULL,
    resource_id BIGINT NOT NULL,
    resource_content_id BIGINT,
    state VARCHAR(32) NOT NULL,
    reason VARCHAR,
    row_count BIGINT DEFAULT 0 NOT NULL,
    snapshot_at TIMESTAMP WITH TIME ZONE,
    sync_sequence BIGINT,
    announced_at TIMESTAMP WITH TIME ZONE,
    last_complete_sync_at TIMESTAMP WITH TIME ZONE,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    PRIMARY KEY (resource_group, resource_id),
    CONSTRAINT content_resource_state CHECK (state IN ('AVAILABLE', 'UNAVAILABLE', 'WITHDRAWN'))
);
COMMENT ON TABLE qf.content_resource IS 'The resources of Content Sync that are copied, or that were asked for: one row per translation, tafsir, recitation, …; not written by a listing, hence without content_hash';
COMMENT ON COLUMN qf.content_resource.resource_group IS 'translations, tafsirs, recitations, word_by_word_translations, articles or a group that came later';
COMMENT ON COLUMN qf.content_resource.resource_id IS 'Its id within the group; for a recitation the id of the verse reciter''s recitation, not of the chapter reciter';
COMMENT ON COLUMN qf.content_resource.resource_content_id IS 'Another numbering of the same resource, across groups';
COMMENT ON COLUMN qf.content_resource.state IS 'AVAILABLE; UNAVAILABLE: no snapshot could be had, see reason; WITHDRAWN: the feed said that it is gone, or left it out of a complete list and no snapshot is to be had';
COMMENT ON COLUMN qf.content_resource.reason IS 'Why it is not available';
COMMENT ON COLUMN qf.content_resource.row_count IS 'Live records stored';
COMMENT ON COLUMN qf.content_resource.snapshot_at IS 'When a snapshot of it was last stored; NULL if never';
COMMENT ON COLUMN qf.content_resource.sync_sequence IS 'QF''s count of changes when that snapshot was made; informational, no checkpoint';
COMMENT ON COLUMN qf.content_resource.announced_at IS 'QF''s time of the last change that the feed named for it';
COMMENT ON COLUMN qf.content_resource.last_complete_sync_at IS 'When a sync that covers it was last complete, so that the rows were as QF has them; NULL if never';
COMMENT ON COLUMN qf.content_resource.first_seen_at IS 'When a run first met it';
COMMENT ON COLUMN qf.content_resource.run_id IS 'The run that last wrote this row, see ops.run';

CREATE TABLE qf.translation_text (
    resource_id BIGINT NOT NULL,
    record_key VARCHAR(255) NOT NULL,
    resource_content_id BIGINT,
    verse_key VARCHAR,
    verse_id INTEGER,
    chapter_id INTEGER,
    verse_number INTEGER,
    text VARCHAR,
    language_id INTEGER,
    language_name VARCHAR,
    updated_at TIMESTAMP WITH TIME ZONE,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (resource_id, record_key)
);
COMMENT ON TABLE qf.translation_text IS 'Verses in translation, one row per verse and translation; foot notes are in qf.foot_note';
COMMENT ON COLUMN qf.translation_text.resource_id IS 'The resource within its group, see qf.content_resource; not the resource_content_id';
COMMENT ON COLUMN qf.translation_text.record_key IS 'QF''s key of the record within the resource: its id as text';
COMMENT ON COLUMN qf.translation_text.resource_content_id IS 'Another numbering of the same resource, across groups';
COMMENT ON COLUMN qf.translation_text.verse_key IS 'Chapter and verse with a colon, for example 2:255';
COMMENT ON COLUMN qf.translation_text.verse_id IS 'The verse, see qf.verse; NULL where QF gives the verse_key alone';
COMMENT ON COLUMN qf.translation_text.chapter_id IS 'Chapter of the verse; NULL where QF does not say';
COMMENT ON COLUMN qf.translation_text.verse_number IS 'Number of the verse within the chapter; NULL where QF does not say';
COMMENT ON COLUMN qf.translation_text.text IS 'The text; <sup foot_note=ID> marks where a foot note belongs';
COMMENT ON COLUMN qf.translation_text.language_id IS 'QF''s number of the language';
COMMENT ON COLUMN qf.translation_text.language_name IS 'Language, in English words';
COMMENT ON COLUMN qf.translation_text.updated_at IS 'When QF says that it was last changed';
COMMENT ON COLUMN qf.translation_text.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.translation_text.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.translation_text.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.translation_text.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.translation_text.deleted_at IS 'Tombstone: when a snapshot no longer held this row, or the feed said that it is gone; NULL while it is live';
COMMENT ON COLUMN qf.translation_text.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';
CREATE INDEX translation_text_by_verse ON qf.translation_text (resource_id, verse_key);

CREATE TABLE qf.foot_note (
    resource_id BIGINT NOT NULL,
    record_key VARCHAR(255) NOT NULL,
    foot_note_id VARCHAR(255) NOT NULL,
    text VARCHAR,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (resource_id, record_key, foot_note_id)
);
COMMENT ON TABLE qf.foot_note IS 'Foot notes of translations';
COMMENT ON COLUMN qf.foot_note.resource_id IS 'The resource within its group, see qf.content_resource; not the resource_content_id';
COMMENT ON COLUMN qf.foot_note.record_key IS 'The verse''s record that it belongs to, see qf.translation_text';
COMMENT ON COLUMN qf.foot_note.foot_note_id IS 'QF''s id of the foot note, as the text of the translation names it';
COMMENT ON COLUMN qf.foot_note.text IS 'The foot note';
COMMENT ON COLUMN qf.foot_note.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.foot_note.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.foot_note.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.foot_note.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.foot_note.deleted_at IS 'Tombstone: when a snapshot no longer held this row, or the feed said that it is gone; NULL while it is live';
COMMENT ON COLUMN qf.foot_note.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';

CREATE TABLE qf.tafsir_text (
    resource_id BIGINT NOT NULL,
    record_key VARCHAR(255) NOT NULL,
    resource_content_id BIGINT,
    verse_key VARCHAR,
    verse_id INTEGER,
    text VARCHAR,
    start_verse_id INTEGER,
    end_verse_id INTEGER,
    group_verse_key_from VARCHAR,
    group_verse_key_to VARCHAR,
    group_verses_count INTEGER,
    group_tafsir_id BIGINT,
    language_id INTEGER,
    language_name VARCHAR,
    updated_at TIMESTAMP WITH TIME ZONE,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (resource_id, record_key)
);
COMMENT ON TABLE qf.tafsir_text IS 'Commentary: a text may cover a range of verses and stands in one row of it, the others are empty or missing; analytics.tafsir_of_verse finds it';
COMMENT ON COLUMN qf.tafsir_text.resource_id IS 'The resource within its group, see qf.content_resource; not the resource_content_id';
COMMENT ON COLUMN qf.tafsir_text.record_key IS 'QF''s key of the record within the resource: its id as text';
COMMENT ON COLUMN qf.tafsir_text.resource_content_id IS 'Another numbering of the same resource, across groups';
COMMENT ON COLUMN qf.tafsir_text.verse_key IS 'Chapter and verse with a colon, for example 2:255';
COMMENT ON COLUMN qf.tafsir_text.verse_id IS 'The verse, see qf.verse; NULL where QF gives the verse_key alone';
COMMENT ON COLUMN qf.tafsir_text.text IS 'The commentary as HTML; empty where it stands in another row of the range';
COMMENT ON COLUMN qf.tafsir_text.start_verse_id IS 'First verse of the range, see qf.verse';
COMMENT ON COLUMN qf.tafsir_text.end_verse_id IS 'Last verse of the range, see qf.verse';
COMMENT ON COLUMN qf.tafsir_text.group_verse_key_from IS 'First verse of the range, as a verse key';
COMMENT ON COLUMN qf.tafsir_text.group_verse_key_to IS 'Last verse of the range, as a verse key';
COMMENT ON COLUMN qf.tafsir_text.group_verses_count IS 'Verses in the range, as QF counts them';
COMMENT ON COLUMN qf.tafsir_text.group_tafsir_id IS 'As QF sends it; says nothing reliable: go by the range';
COMMENT ON COLUMN qf.tafsir_text.language_id IS 'QF''s number of the language';
COMMENT ON COLUMN qf.tafsir_text.language_name IS 'Language, in English words';
COMMENT ON COLUMN qf.tafsir_text.updated_at IS 'When QF says that it was last changed';
COMMENT ON COLUMN qf.tafsir_text.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.tafsir_text.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.tafsir_text.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.tafsir_text.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.tafsir_text.deleted_at IS 'Tombstone: when a snapshot no longer held this row, or the feed said that it is gone; NULL while it is live';
COMMENT ON COLUMN qf.tafsir_text.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';
CREATE INDEX tafsir_text_by_range ON qf.tafsir_text (start_verse_id, end_verse_id);

CREATE TABLE qf.verse_audio (
    resource_id BIGINT NOT NULL,
    record_key VARCHAR(255) NOT NULL,
    resource_content_id BIGINT,
    recitation_id BIGINT,
    verse_key VARCHAR,
    verse_id INTEGER,
    url VARCHAR,
    segments qf.json_document,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (resource_id, record_key)
);
COMMENT ON TABLE qf.verse_audio IS 'Recordings of single verses, one row per verse and recitation';
COMMENT ON COLUMN qf.verse_audio.resource_id IS 'The resource within its group, see qf.content_resource; not the resource_content_id';
COMMENT ON COLUMN qf.verse_audio.record_key IS 'QF''s key of the record within the resource: its id as text';
COMMENT ON COLUMN qf.verse_audio.resource_content_id IS 'Another numbering of the same resource, across groups';
COMMENT ON COLUMN qf.verse_audio.recitation_id IS 'The recitation, as the record names it';
COMMENT ON COLUMN qf.verse_audio.verse_key IS 'Chapter and verse with a colon, for example 2:255';
COMMENT ON COLUMN qf.verse_audio.verse_id IS 'The verse, see qf.verse; NULL where QF gives the verse_key alone';
COMMENT ON COLUMN qf.verse_audio.url IS 'Where the recording is; may be relative to QF''s audio host';
COMMENT ON COLUMN qf.verse_audio.segments IS 'Where in the recording each word is, as QF sends it';
COMMENT ON COLUMN qf.verse_audio.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.verse_audio.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.verse_audio.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.verse_audio.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.verse_audio.deleted_at IS 'Tombstone: when a snapshot no longer held this row, or the feed said that it is gone; NULL while it is live';
COMMENT ON COLUMN qf.verse_audio.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';

CREATE TABLE qf.chapter_audio (
    resource_id BIGINT NOT NULL,
    record_key VARCHAR(255) NOT NULL,
    resource_content_id BIGINT,
    audio_recitation_id BIGINT,
    chapter_id INTEGER,
    audio_url VARCHAR,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (resource_id, record_key)
);
COMMENT ON TABLE qf.chapter_audio IS 'Recordings of whole chapters that belong to a recitation';
COMMENT ON COLUMN qf.chapter_audio.resource_id IS 'The resource within its group, see qf.content_resource; not the resource_content_id';
COMMENT ON COLUMN qf.chapter_audio.record_key IS 'QF''s key of the record within the resource: its id as text';
COMMENT ON COLUMN qf.chapter_audio.resource_content_id IS 'Another numbering of the same resource, across groups';
COMMENT ON COLUMN qf.chapter_audio.audio_recitation_id IS 'The chapter reciter: another numbering than that of recitations';
COMMENT ON COLUMN qf.chapter_audio.chapter_id IS 'The chapter, see qf.chapter';
COMMENT ON COLUMN qf.chapter_audio.audio_url IS 'Where the recording is';
COMMENT ON COLUMN qf.chapter_audio.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.chapter_audio.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.chapter_audio.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.chapter_audio.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.chapter_audio.deleted_at IS 'Tombstone: when a snapshot no longer held this row, or the feed said that it is gone; NULL while it is live';
COMMENT ON COLUMN qf.chapter_audio.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';

CREATE TABLE qf.word_translation (
    resource_id BIGINT NOT NULL,
    record_key VARCHAR(255) NOT NULL,
    resource_content_id BIGINT,
    word_id BIGINT,
    language_id INTEGER,
    language_name VARCHAR,
    text VARCHAR,
    priority INTEGER,
    updated_at TIMESTAMP WITH TIME ZONE,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (resource_id, record_key)
);
COMMENT ON TABLE qf.word_translation IS 'Translations word by word';
COMMENT ON COLUMN qf.word_translation.resource_id IS 'The resource within its group, see qf.content_resource; not the resource_content_id';
COMMENT ON COLUMN qf.word_translation.record_key IS 'QF''s key of the record within the resource: its id as text';
COMMENT ON COLUMN qf.word_translation.resource_content_id IS 'Another numbering of the same resource, across groups';
COMMENT ON COLUMN qf.word_translation.word_id IS 'QF''s number of the word';
COMMENT ON COLUMN qf.word_translation.language_id IS 'QF''s number of the language';
COMMENT ON COLUMN qf.word_translation.language_name IS 'Language, in English words';
COMMENT ON COLUMN qf.word_translation.text IS 'The word in translation';
COMMENT ON COLUMN qf.word_translation.priority IS 'As QF sends it';
COMMENT ON COLUMN qf.word_translation.updated_at IS 'When QF says that it was last changed';
COMMENT ON COLUMN qf.word_translation.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.word_translation.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.word_translation.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.word_translation.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.word_translation.deleted_at IS 'Tombstone: when a snapshot no longer held this row, or the feed said that it is gone; NULL while it is live';
COMMENT ON COLUMN qf.word_translation.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';

CREATE TABLE qf.article (
    resource_id BIGINT NOT NULL,
    record_key VARCHAR(255) NOT NULL,
    resource_content_id BIGINT,
    article_id BIGINT,
    language_id INTEGER,
    lang VARCHAR,
    title VARCHAR,
    text VARCHAR,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (resource_id, record_key)
);
COMMENT ON TABLE qf.article IS 'Articles, one row per article and language';
COMMENT ON COLUMN qf.article.resource_id IS 'The resource within its group, see qf.content_resource; not the resource_content_id';
COMMENT ON COLUMN qf.article.record_key IS 'QF''s key of the record; where it has none: article_id:language_id';
COMMENT ON COLUMN qf.article.resource_content_id IS 'Another numbering of the same resource, across groups';
COMMENT ON COLUMN qf.article.article_id IS 'The article';
COMMENT ON COLUMN qf.article.language_id IS 'QF''s number of the language';
COMMENT ON COLUMN qf.article.lang IS 'Language code';
COMMENT ON COLUMN qf.article.title IS 'Title';
COMMENT ON COLUMN qf.article.text IS 'The article';
COMMENT ON COLUMN qf.article.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.article.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.article.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.article.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.article.deleted_at IS 'Tombstone: when a snapshot no longer held this row, or the feed said that it is gone; NULL while it is live';
COMMENT ON COLUMN qf.article.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';

CREATE TABLE qf.raw_content_row (
    resource_group VARCHAR(255) NOT NULL,
    resource_id BIGINT NOT NULL,
    record_type VARCHAR(255) NOT NULL,
    record_key VARCHAR(255) NOT NULL,
    document qf.json_document,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (resource_group, resource_id, record_type, record_key)
);
COMMENT ON TABLE qf.raw_content_row IS 'Records of groups and kinds that have no table of their own yet, as they came';
COMMENT ON COLUMN qf.raw_content_row.resource_group IS 'The group, see qf.content_resource';
COMMENT ON COLUMN qf.raw_content_row.resource_id IS 'The resource within its group, see qf.content_resource; not the resource_content_id';
COMMENT ON COLUMN qf.raw_content_row.record_type IS 'What kind of record QF says it is; empty if it does not say';
COMMENT ON COLUMN qf.raw_content_row.record_key IS 'QF''s key of the record; of one without an id a fingerprint of its content';
COMMENT ON COLUMN qf.raw_content_row.document IS 'The record';
COMMENT ON COLUMN qf.raw_content_row.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.raw_content_row.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.raw_content_row.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.raw_content_row.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.raw_content_row.deleted_at IS 'Tombstone: when a snapshot no longer held this row, or the feed said that it is gone; NULL while it is live';
COMMENT ON COLUMN qf.raw_content_row.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';

CREATE TABLE ops.content_sync_token (
    environment VARCHAR(32) NOT NULL,
    filter VARCHAR(2000) NOT NULL,
    resource_group VARCHAR(255) NOT NULL,
    token VARCHAR,
    state VARCHAR(32) NOT NULL,
    note VARCHAR,
    stored_at TIMESTAMP WITH TIME ZONE,
    last_complete_at TIMESTAMP WITH TIME ZONE,
    run_id BIGINT NOT NULL,
    PRIMARY KEY (environment, filter),
    CONSTRAINT content_sync_token_state CHECK (state IN ('COMPLETE', 'OPEN', 'BLOCKED'))
);
COMMENT ON TABLE ops.content_sync_token IS 'How far Content Sync is, per filter; not visible to the read-only account';
COMMENT ON COLUMN ops.content_sync_token.environment IS 'The QF environment that the token is good for';
COMMENT ON COLUMN ops.content_sync_token.filter IS 'The canonical filter that the token is good for: group:id,id or group:*';
COMMENT ON COLUMN ops.content_sync_token.resource_group IS 'The group of the filter';
COMMENT ON COLUMN ops.content_sync_token.token IS 'QF''s checkpoint, opaque; NULL while everything must be fetched anew';
COMMENT ON COLUMN ops.content_sync_token.state IS 'COMPLETE; OPEN: a sync began and did not end yet; BLOCKED: it met what it cannot apply, see note';
COMMENT ON COLUMN ops.content_sync_token.note IS 'Why it is not complete';
COMMENT ON COLUMN ops.content_sync_token.stored_at IS 'When the token was stored';
COMMENT ON COLUMN ops.content_sync_token.last_complete_at IS 'When a sync of the filter was last complete';
COMMENT ON COLUMN ops.content_sync_token.run_id IS 'The run that last worked on it, see ops.run';
