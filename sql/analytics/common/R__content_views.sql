-- ${analytics}
DROP VIEW IF EXISTS analytics.content_freshness CASCADE;
DROP VIEW IF EXISTS analytics.attribution CASCADE;

-- Whoever shows content must name where it is from: the notice, and who made it.
CREATE VIEW analytics.attribution AS
SELECT 'translations' AS resource_group, t.translation_id AS resource_id, t.name, t.author_name, t.language_name,
    'Quran data provided by Quran Foundation' AS notice
FROM qf.translation_resource t WHERE t.deleted_at IS NULL
UNION ALL
SELECT 'tafsirs', t.tafsir_id, t.name, t.author_name, t.language_name, 'Quran data provided by Quran Foundation'
FROM qf.tafsir_resource t WHERE t.deleted_at IS NULL
UNION ALL
SELECT 'recitations', r.recitation_id, COALESCE(r.translated_name, r.reciter_name), r.reciter_name, 'arabic',
    'Quran data provided by Quran Foundation'
FROM qf.recitation_resource r WHERE r.deleted_at IS NULL
UNION ALL
SELECT 'chapter_recitations', r.reciter_id, COALESCE(r.translated_name, r.name), r.name, 'arabic',
    'Quran data provided by Quran Foundation'
FROM qf.chapter_reciter r WHERE r.deleted_at IS NULL;
COMMENT ON VIEW analytics.attribution IS
    'Whom to name where content is shown: one row per translation, tafsir, recitation and chapter reciter, by the group and id that Content Sync uses';

-- Content of regular endpoints that could not be refreshed for a week is deleted by the next run, whatever the reason;
-- a resource of Content Sync that is overdue may be used only while the service is out of reach.
CREATE VIEW analytics.content_freshness AS
SELECT s.dataset, CAST(NULL AS VARCHAR) AS resource_group, CAST(NULL AS BIGINT) AS resource_id,
    CAST(NULL AS VARCHAR) AS name, s.row_count, s.verified_at AS last_complete_at,
    CAST(FLOOR(EXTRACT(EPOCH FROM (CURRENT_TIMESTAMP - s.verified_at)) / 86400) AS INTEGER) AS age_in_days,
    CASE
        WHEN s.verified_at IS NULL THEN 'never complete'
        WHEN s.verified_at < CURRENT_TIMESTAMP - INTERVAL '7' DAY AND s.row_count = 0 THEN 'purged'
        WHEN s.verified_at < CURRENT_TIMESTAMP - INTERVAL '7' DAY THEN 'overdue'
        WHEN s.due_at <= CURRENT_TIMESTAMP THEN 'due'
        ELSE 'fresh'
    END AS state,
    'Quran data provided by Quran Foundation' AS attribution
FROM ops.dataset_state s
WHERE s.sub = '' AND s.dataset <> 'content_sync'
UNION ALL
SELECT 'content_sync', r.resource_group, r.resource_id, a.name, r.row_count, r.last_complete_sync_at,
    CAST(FLOOR(EXTRACT(EPOCH FROM (CURRENT_TIMESTAMP - r.last_complete_sync_at)) / 86400) AS INTEGER),
    CASE
        WHEN r.state <> 'AVAILABLE' THEN LOWER(r.state)
        WHEN r.last_complete_sync_at IS NULL THEN 'never complete'
        WHEN r.last_complete_sync_at < CURRENT_TIMESTAMP - INTERVAL '7' DAY AND r.row_count = 0 THEN 'purged'
        WHEN r.last_complete_sync_at < CURRENT_TIMESTAMP - INTERVAL '7' DAY THEN 'overdue'
        ELSE 'fresh'
    END,
    'Quran data provided by Quran Foundation' || COALESCE('; ' || a.author_name, '')
FROM qf.content_resource r
LEFT JOIN analytics.attribution a ON a.resource_group = r.resource_group AND a.resource_id = r.resource_id;
COMMENT ON VIEW analytics.content_freshness IS
    'How fresh each part of the content is, and whom to name for it; one row per dataset, and per resource of Content Sync: when it was last complete, how many whole days ago, and whether it is fresh, due to be fetched again, overdue (for regular content: the next run deletes it), purged, never complete, or withdrawn or unavailable at QF';

COMMENT ON COLUMN analytics.attribution.resource_group IS 'translations, tafsirs, recitations or chapter_recitations';
COMMENT ON COLUMN analytics.attribution.resource_id IS 'QF''s id of it within its group';
COMMENT ON COLUMN analytics.attribution.name IS 'What the translation, tafsir, recitation or reciter is called';
COMMENT ON COLUMN analytics.attribution.author_name IS 'Who made it, or recites';
COMMENT ON COLUMN analytics.attribution.language_name IS 'Its language, in English words';
COMMENT ON COLUMN analytics.attribution.notice IS 'What to say beside it';

COMMENT ON COLUMN analytics.content_freshness.dataset IS 'The dataset, as in ops.dataset_state';
COMMENT ON COLUMN analytics.content_freshness.resource_group IS 'Group of the resource of Content Sync; NULL for other content';
COMMENT ON COLUMN analytics.content_freshness.resource_id IS 'Its id within the group; NULL for other content';
COMMENT ON COLUMN analytics.content_freshness.name IS 'Its name, as far as it is known';
COMMENT ON COLUMN analytics.content_freshness.row_count IS 'How many rows it has';
COMMENT ON COLUMN analytics.content_freshness.last_complete_at IS 'When it was last known to be as QF has it; NULL if never';
COMMENT ON COLUMN analytics.content_freshness.age_in_days IS 'How many whole days ago that was';
COMMENT ON COLUMN analytics.content_freshness.state IS 'fresh, due, overdue, purged, never complete, withdrawn or unavailable';
COMMENT ON COLUMN analytics.content_freshness.attribution IS 'Whom to name where it is shown';
