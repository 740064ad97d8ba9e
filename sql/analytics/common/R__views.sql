-- ${analytics}
DROP VIEW IF EXISTS analytics.saves_per_juz CASCADE;
DROP VIEW IF EXISTS analytics.biggest_collections CASCADE;
DROP VIEW IF EXISTS analytics.saved_verse CASCADE;
DROP VIEW IF EXISTS analytics.collection_membership CASCADE;

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
