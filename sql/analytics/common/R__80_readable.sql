-- Who may read what of qf and ops besides the application: written here alone, for both databases. What is not named
-- is hidden, and so is a column that is not named in a list. The rights follow at the next start. ${analytics}
DROP VIEW IF EXISTS mart.readable CASCADE;

-- Not in the lists: what users wrote, what QF may have put beside it (extra, attached_entities), a hash over all of it,
-- by which a short text could be guessed, and what concerns the keyset. H2 knows no rights by column: whoever reads
-- there gets nothing of a table that has a list, and goes by analytics.fact_note and analytics.fact_change.
CREATE VIEW mart.readable AS
SELECT CAST(r.schema_name AS VARCHAR) AS schema_name, CAST(r.table_name AS VARCHAR) AS table_name,
    CAST(r.column_names AS VARCHAR) AS column_names
FROM (VALUES
    ('qf', 'activity_day', NULL),
    ('qf', 'app_user', NULL),
    ('qf', 'article', NULL),
    ('qf', 'bookmark', NULL),
    ('qf', 'chapter', NULL),
    ('qf', 'chapter_audio', NULL),
    ('qf', 'chapter_info', NULL),
    ('qf', 'chapter_reciter', NULL),
    ('qf', 'collection', NULL),
    ('qf', 'collection_item', NULL),
    ('qf', 'content_resource', NULL),
    ('qf', 'division', NULL),
    ('qf', 'foot_note', NULL),
    ('qf', 'goal_plan', NULL),
    ('qf', 'language', NULL),
    ('qf', 'note', 'sub, id, created_at, updated_at, source, ranges, first_seen_at, changed_at, run_id, deleted_at'),
    ('qf', 'preference', NULL),
    ('qf', 'raw_content_row', NULL),
    ('qf', 'reading_session', NULL),
    ('qf', 'recitation_resource', NULL),
    ('qf', 'streak', NULL),
    ('qf', 'tafsir_resource', NULL),
    ('qf', 'tafsir_text', NULL),
    ('qf', 'translation_resource', NULL),
    ('qf', 'translation_text', NULL),
    ('qf', 'verse', NULL),
    ('qf', 'verse_audio', NULL),
    ('qf', 'word_translation', NULL),
    ('ops', 'change_event', 'sub, event_id, run_id, entity, row_key, kind, happened_at'),
    ('ops', 'dataset_state', NULL),
    ('ops', 'deployment', 'id, deployment_id, environment, issuer, zone, created_at'),
    ('ops', 'hold', NULL),
    ('ops', 'live_run', NULL),
    ('ops', 'run', NULL),
    ('ops', 'run_dataset', NULL),
    ('ops', 'run_lease', NULL),
    ('ops', 'schedule_pause', NULL),
    ('ops', 'schema_drift', NULL),
    ('ops', 'staged_loss', NULL),
    ('ops', 'user_run', NULL)) AS r (schema_name, table_name, column_names);
COMMENT ON VIEW mart.readable IS 'The tables of qf and ops that qf_reader and the account behind qfsync query may read; one row each';
COMMENT ON COLUMN mart.readable.schema_name IS 'qf or ops; analytics is readable as a whole, all other schemas are hidden';
COMMENT ON COLUMN mart.readable.table_name IS 'The table';
COMMENT ON COLUMN mart.readable.column_names IS 'The columns that may be read, with a comma and a space between them; NULL: all of them, and those that it gets later';
