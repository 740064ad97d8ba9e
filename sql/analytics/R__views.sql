DROP VIEW IF EXISTS analytics.saves_per_juz;
DROP VIEW IF EXISTS analytics.most_saved_verses;
DROP VIEW IF EXISTS analytics.biggest_collections;
DROP VIEW IF EXISTS analytics.saved_verse;

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
