-- ${analytics}
DROP VIEW IF EXISTS analytics.tafsir_of_verse CASCADE;

-- A text may stand in any row of its range, the first or the last; the other rows are empty or missing. Where two
-- ranges hold a verse, the narrower one is about it. QF's own group_tafsir_id says nothing reliable.
CREATE VIEW analytics.tafsir_of_verse AS
SELECT r.resource_id, r.verse_id, r.verse_key, r.text, r.start_verse_id, r.end_verse_id, r.record_key
FROM (
    SELECT t.resource_id, v.verse_id, v.verse_key, t.text, t.start_verse_id, t.end_verse_id, t.record_key,
        ROW_NUMBER() OVER (
            PARTITION BY t.resource_id, v.verse_id
            ORDER BY t.end_verse_id - t.start_verse_id, t.start_verse_id, t.record_key) AS place
    FROM (
        SELECT n.resource_id, n.record_key, n.text,
            COALESCE(n.start_verse_id, n.verse_id, k.verse_id) AS start_verse_id,
            COALESCE(n.end_verse_id, n.verse_id, k.verse_id) AS end_verse_id
        FROM qf.tafsir_text n
        LEFT JOIN qf.verse k ON k.verse_key = n.verse_key
        WHERE n.deleted_at IS NULL AND n.text <> '') t
    JOIN qf.verse v ON v.verse_id BETWEEN t.start_verse_id AND t.end_verse_id AND v.deleted_at IS NULL) r
WHERE r.place = 1;
COMMENT ON VIEW analytics.tafsir_of_verse IS
    'The commentary on each verse, per tafsir (resource_id): the text whose range of verses contains it; verses without one are not in it';
COMMENT ON COLUMN analytics.tafsir_of_verse.resource_id IS 'The tafsir, see qf.content_resource and analytics.attribution';
COMMENT ON COLUMN analytics.tafsir_of_verse.verse_id IS 'The verse, see analytics.dim_verse';
COMMENT ON COLUMN analytics.tafsir_of_verse.verse_key IS 'Chapter and verse with a colon, for example 2:255';
COMMENT ON COLUMN analytics.tafsir_of_verse.text IS 'The commentary as HTML; name its author where you show it, see analytics.attribution';
COMMENT ON COLUMN analytics.tafsir_of_verse.start_verse_id IS 'First verse that the text is about';
COMMENT ON COLUMN analytics.tafsir_of_verse.end_verse_id IS 'Last verse that the text is about';
COMMENT ON COLUMN analytics.tafsir_of_verse.record_key IS 'The row of qf.tafsir_text that the text stands in, together with resource_id';
