-- ${analytics}
DROP VIEW IF EXISTS analytics.fact_membership CASCADE;
DROP VIEW IF EXISTS mart.membership CASCADE;

-- An item's own row begins its history; what follows is in the events. Rows that are older than the history have no
-- event for their beginning: first_seen_at stands for it, and deleted_at for an end that has no event. What is in a
-- collection that is gone ended with it, whether the service said so of the item or not.
CREATE VIEW mart.membership AS
SELECT m.sub, m.collection_id, m.bookmark_id, m.since AS member_from,
    CASE
        WHEN m.next_kind = 'DELETE' THEN m.next_at
        WHEN m.kind = 'ROW' AND m.deleted_at IS NOT NULL THEN m.deleted_at
        ELSE c.deleted_at
    END AS member_to
FROM (
    SELECT e.sub, e.collection_id, e.bookmark_id, e.kind, e.since, e.deleted_at,
        LEAD(e.kind) OVER (PARTITION BY e.sub, e.collection_id, e.bookmark_id ORDER BY e.event_id) AS next_kind,
        LEAD(e.since) OVER (PARTITION BY e.sub, e.collection_id, e.bookmark_id ORDER BY e.event_id) AS next_at
    FROM (
        SELECT i.sub, i.collection_id, i.bookmark_id, 'ROW' AS kind, i.first_seen_at AS since, i.deleted_at,
            0 AS event_id
        FROM qf.collection_item i
        UNION ALL
        SELECT x.sub,
            REPLACE(REPLACE(SUBSTRING(x.row_key FROM 1 FOR POSITION('/' IN x.row_key) - 1), '%2F', '/'), '%25', '%'),
            REPLACE(REPLACE(SUBSTRING(x.row_key FROM POSITION('/' IN x.row_key) + 1), '%2F', '/'), '%25', '%'),
            x.kind, x.happened_at, NULL, x.event_id
        FROM ops.change_event x
        WHERE x.entity = 'qf.collection_item' AND x.kind IN ('INSERT', 'DELETE')) e) m
LEFT JOIN qf.collection c ON c.sub = m.sub AND c.id = m.collection_id
WHERE m.kind = 'INSERT' OR (m.kind = 'ROW' AND COALESCE(m.next_kind, 'DELETE') = 'DELETE');
COMMENT ON VIEW mart.membership IS
    'From when to when each bookmark was in each collection, of all users';
COMMENT ON COLUMN mart.membership.sub IS 'The user, see qf.app_user';
COMMENT ON COLUMN mart.membership.collection_id IS 'The collection, see qf.collection';
COMMENT ON COLUMN mart.membership.bookmark_id IS 'The bookmark, see qf.bookmark';
COMMENT ON COLUMN mart.membership.member_from IS 'When it came into it';
COMMENT ON COLUMN mart.membership.member_to IS 'When it went out of it; NULL while it is in it';

CREATE VIEW analytics.fact_membership AS
SELECT u.user_key, ${hash_of}u.row_secret || m.collection_id${hash_end} AS collection_key,
    ${hash_of}u.row_secret || m.bookmark_id${hash_end} AS bookmark_key,
    i.type,
    CASE WHEN i.type IN ('ayah', 'surah') THEN i.key_number END AS chapter_id,
    CASE WHEN i.type = 'ayah' THEN i.verse_number END AS verse_number, v.verse_id,
    m.collection_id = '__default__' AS is_favorites, m.member_from, m.member_to
FROM mart.membership m
JOIN mart.shown_user u ON u.sub = m.sub
JOIN qf.collection_item i ON i.sub = m.sub AND i.collection_id = m.collection_id AND i.bookmark_id = m.bookmark_id
LEFT JOIN qf.verse v
    ON i.type = 'ayah' AND v.chapter_id = i.key_number AND v.verse_number = i.verse_number AND v.deleted_at IS NULL;
COMMENT ON VIEW analytics.fact_membership IS
    'From when to when each bookmark was in each collection: a bookmark that came back has a row for each time. Times are those of the nights that noticed';
COMMENT ON COLUMN analytics.fact_membership.user_key IS 'The user, by pseudonym; see analytics.dim_user';
COMMENT ON COLUMN analytics.fact_membership.collection_key IS 'The collection, as in analytics.fact_collection';
COMMENT ON COLUMN analytics.fact_membership.bookmark_key IS 'The bookmark, as in analytics.fact_bookmark';
COMMENT ON COLUMN analytics.fact_membership.type IS 'What is marked: ayah, surah, juz or page; other words may come';
COMMENT ON COLUMN analytics.fact_membership.chapter_id IS 'The chapter of a marked verse, or the marked chapter; NULL for a juz or page';
COMMENT ON COLUMN analytics.fact_membership.verse_number IS 'Number of a marked verse within its chapter; NULL if it is none';
COMMENT ON COLUMN analytics.fact_membership.verse_id IS 'The marked verse, see analytics.dim_verse; NULL if it is none, or one that qf.verse does not hold (yet)';
COMMENT ON COLUMN analytics.fact_membership.is_favorites IS 'Whether the collection is the virtual Favorites';
COMMENT ON COLUMN analytics.fact_membership.member_from IS 'When it came into the collection';
COMMENT ON COLUMN analytics.fact_membership.member_to IS 'When it went out of it, or the collection was deleted; NULL while it is in it';
