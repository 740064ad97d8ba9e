-- ${analytics}
DROP VIEW IF EXISTS analytics.saves_per_juz CASCADE;
DROP VIEW IF EXISTS analytics.most_saved_verses CASCADE;
DROP VIEW IF EXISTS analytics.biggest_collections CASCADE;
DROP VIEW IF EXISTS analytics.saved_verse CASCADE;
DROP VIEW IF EXISTS analytics.collection_membership CASCADE;

-- The service lists an item below its collection, so an item of a collection that is gone may still stand here: it is
-- left out. The virtual Favorites may have items without being a listed collection: they count. Who withdrew consent
-- is in no view from that moment on.
CREATE VIEW analytics.saved_verse AS
SELECT i.sub, i.collection_id, i.bookmark_id, i.key_number AS chapter_id, i.verse_number
FROM qf.collection_item i
LEFT JOIN qf.collection c ON c.sub = i.sub AND c.id = i.collection_id
WHERE i.type = 'ayah' AND i.deleted_at IS NULL AND c.deleted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM qf.app_user u WHERE u.sub = i.sub AND u.withdrawn_at IS NOT NULL)
UNION ALL
SELECT b.sub, NULL, b.id, b.key_number, b.verse_number
FROM qf.bookmark b
WHERE b.type = 'ayah' AND b.deleted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM qf.app_user u WHERE u.sub = b.sub AND u.withdrawn_at IS NOT NULL)
    AND NOT EXISTS (
        SELECT 1
        FROM qf.collection_item i
        LEFT JOIN qf.collection c ON c.sub = i.sub AND c.id = i.collection_id
        WHERE i.sub = b.sub AND i.bookmark_id = b.id AND i.deleted_at IS NULL AND c.deleted_at IS NULL);
COMMENT ON VIEW analytics.saved_verse IS
    'One row per saved verse and place: each collection of a user that holds it, or none (collection_id NULL) if it is bookmarked only';

CREATE VIEW analytics.most_saved_verses AS
SELECT s.chapter_id, s.verse_number, CONCAT(s.chapter_id, ':', s.verse_number) AS verse_key,
    COUNT(*) AS saves, COUNT(DISTINCT s.sub) AS users
FROM analytics.saved_verse s
GROUP BY s.chapter_id, s.verse_number;
COMMENT ON VIEW analytics.most_saved_verses IS
    'How often each verse is saved: a verse in three collections of one user is three saves by one user. Order by saves DESC';

CREATE VIEW analytics.biggest_collections AS
SELECT c.sub, c.id AS collection_id, c.name, COUNT(i.bookmark_id) AS items
FROM qf.collection c
LEFT JOIN qf.collection_item i ON i.sub = c.sub AND i.collection_id = c.id AND i.deleted_at IS NULL
WHERE c.deleted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM qf.app_user u WHERE u.sub = c.sub AND u.withdrawn_at IS NOT NULL)
GROUP BY c.sub, c.id, c.name;
COMMENT ON VIEW analytics.biggest_collections IS
    'How many items each collection holds, empty ones included. Order by items DESC';

CREATE VIEW analytics.saves_per_juz AS
SELECT v.juz_number, COUNT(*) AS saves, COUNT(DISTINCT s.sub) AS users
FROM analytics.saved_verse s
LEFT JOIN qf.verse v
    ON v.chapter_id = s.chapter_id AND v.verse_number = s.verse_number AND v.deleted_at IS NULL
GROUP BY v.juz_number;
COMMENT ON VIEW analytics.saves_per_juz IS
    'How often verses of each juz are saved; juz_number is NULL for verses that qf.verse does not hold (yet)';

-- An item's own row begins its history; what follows is in the events. Rows that are older than the history have no
-- event for their beginning: first_seen_at stands for it, and deleted_at for an end that has no event.
CREATE VIEW analytics.collection_membership AS
SELECT m.sub, m.collection_id, m.bookmark_id, m.since AS member_from,
    CASE WHEN m.next_kind = 'DELETE' THEN m.next_at WHEN m.kind = 'ROW' THEN m.deleted_at END AS member_to
FROM (
    SELECT e.sub, e.collection_id, e.bookmark_id, e.kind, e.since, e.deleted_at,
        LEAD(e.kind) OVER (PARTITION BY e.sub, e.collection_id, e.bookmark_id ORDER BY e.event_id) AS next_kind,
        LEAD(e.since) OVER (PARTITION BY e.sub, e.collection_id, e.bookmark_id ORDER BY e.event_id) AS next_at
    FROM (
        SELECT i.sub, i.collection_id, i.bookmark_id, 'ROW' AS kind, i.first_seen_at AS since, i.deleted_at,
            0 AS event_id
        FROM qf.collection_item i
        UNION ALL
        SELECT c.sub,
            REPLACE(REPLACE(SUBSTRING(c.row_key FROM 1 FOR POSITION('/' IN c.row_key) - 1), '%2F', '/'), '%25', '%'),
            REPLACE(REPLACE(SUBSTRING(c.row_key FROM POSITION('/' IN c.row_key) + 1), '%2F', '/'), '%25', '%'),
            c.kind, c.happened_at, NULL, c.event_id
        FROM ops.change_event c
        WHERE c.entity = 'qf.collection_item' AND c.kind IN ('INSERT', 'DELETE')) e) m
WHERE (m.kind = 'INSERT' OR (m.kind = 'ROW' AND COALESCE(m.next_kind, 'DELETE') = 'DELETE'))
    AND NOT EXISTS (SELECT 1 FROM qf.app_user u WHERE u.sub = m.sub AND u.withdrawn_at IS NOT NULL);
COMMENT ON VIEW analytics.collection_membership IS
    'From when to when each bookmark was in each collection; member_to is NULL while it is in it. Times are those of the nights that noticed';
