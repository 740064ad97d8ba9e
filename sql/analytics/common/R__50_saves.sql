-- What users save, counted by slices of users (mart.user_key): R__65 adds the slices up. ${analytics}
DROP VIEW IF EXISTS mart.verse_saves_live CASCADE;
DROP VIEW IF EXISTS mart.chapter_saves_live CASCADE;
DROP VIEW IF EXISTS mart.juz_saves_live CASCADE;
DROP VIEW IF EXISTS mart.month_saves_live CASCADE;
DROP VIEW IF EXISTS mart.month_growth_live CASCADE;
DROP VIEW IF EXISTS mart.save CASCADE;

-- The service lists an item below its collection, so an item of a collection that is gone may still stand here: it is
-- left out. The virtual Favorites may have items without being a listed collection: they count.
CREATE VIEW mart.save AS
SELECT u.slice, i.sub, i.collection_id, i.bookmark_id, i.key_number AS chapter_id, i.verse_number,
    COALESCE(i.created_at, i.first_seen_at) AS saved_at
FROM qf.collection_item i
JOIN mart.shown_user u ON u.sub = i.sub
LEFT JOIN qf.collection c ON c.sub = i.sub AND c.id = i.collection_id
WHERE i.type = 'ayah' AND i.key_number IS NOT NULL AND i.verse_number IS NOT NULL
    AND i.deleted_at IS NULL AND c.deleted_at IS NULL
UNION ALL
SELECT u.slice, b.sub, NULL, b.id, b.key_number, b.verse_number, COALESCE(b.created_at, b.first_seen_at)
FROM qf.bookmark b
JOIN mart.shown_user u ON u.sub = b.sub
WHERE b.type = 'ayah' AND b.key_number IS NOT NULL AND b.verse_number IS NOT NULL AND b.deleted_at IS NULL
    AND NOT EXISTS (
        SELECT 1
        FROM qf.collection_item i
        LEFT JOIN qf.collection c ON c.sub = i.sub AND c.id = i.collection_id
        WHERE i.sub = b.sub AND i.bookmark_id = b.id AND i.deleted_at IS NULL AND c.deleted_at IS NULL);
COMMENT ON VIEW mart.save IS
    'One row per saved verse and place: each collection of a user that holds it, or none (collection_id NULL) if it is bookmarked only';

-- Here and below users are counted by grouping twice, because PostgreSQL sorts all rows for COUNT(DISTINCT sub).
CREATE VIEW mart.verse_saves_live AS
SELECT p.slice, p.chapter_id, p.verse_number, CAST(SUM(p.saves) AS BIGINT) AS saves, COUNT(*) AS users,
    CAST(SUM(p.favorite) AS BIGINT) AS favorite_users
FROM (
    SELECT a.slice, a.chapter_id, a.verse_number, a.sub, COUNT(*) AS saves,
        MAX(CASE WHEN a.collection_id = '__default__' THEN 1 ELSE 0 END) AS favorite
    FROM mart.save a
    GROUP BY a.slice, a.chapter_id, a.verse_number, a.sub) p
GROUP BY p.slice, p.chapter_id, p.verse_number;

CREATE VIEW mart.chapter_saves_live AS
SELECT p.slice, p.chapter_id, CAST(SUM(p.saves) AS BIGINT) AS saves, COUNT(*) AS users
FROM (
    SELECT a.slice, a.chapter_id, a.sub, COUNT(*) AS saves
    FROM mart.save a
    GROUP BY a.slice, a.chapter_id, a.sub) p
GROUP BY p.slice, p.chapter_id;

CREATE VIEW mart.juz_saves_live AS
SELECT p.slice, p.juz_number, CAST(SUM(p.saves) AS BIGINT) AS saves, COUNT(*) AS users
FROM (
    SELECT a.slice, v.juz_number, a.sub, COUNT(*) AS saves
    FROM mart.save a
    LEFT JOIN qf.verse v
        ON v.chapter_id = a.chapter_id AND v.verse_number = a.verse_number AND v.deleted_at IS NULL
    GROUP BY a.slice, v.juz_number, a.sub) p
GROUP BY p.slice, p.juz_number;

-- Months are counted as numbers and named when few are left: H2 would cast a moment to the day of its own machine.
CREATE VIEW mart.month_saves_live AS
SELECT p.slice, p.month_number, CAST(SUM(p.saves) AS BIGINT) AS saves, COUNT(*) AS users
FROM (
    SELECT m.slice, m.month_number, m.sub, COUNT(*) AS saves
    FROM (
        SELECT a.slice, a.sub, CAST(EXTRACT(YEAR FROM a.saved_at AT TIME ZONE z.name) * 12
            + EXTRACT(MONTH FROM a.saved_at AT TIME ZONE z.name) - 1 AS INTEGER) AS month_number
        FROM mart.save a CROSS JOIN mart.zone z) m
    GROUP BY m.slice, m.month_number, m.sub) p
GROUP BY p.slice, p.month_number;

CREATE VIEW mart.month_growth_live AS
SELECT g.slice, g.month_number, CAST(SUM(g.collections) AS BIGINT) AS collections,
    CAST(SUM(g.items) AS BIGINT) AS items
FROM (
    SELECT u.slice, CAST(EXTRACT(YEAR FROM c.first_seen_at AT TIME ZONE z.name) * 12
            + EXTRACT(MONTH FROM c.first_seen_at AT TIME ZONE z.name) - 1 AS INTEGER) AS month_number,
        1 AS collections, 0 AS items
    FROM qf.collection c
    JOIN mart.shown_user u ON u.sub = c.sub
    CROSS JOIN mart.zone z
    WHERE c.deleted_at IS NULL
    UNION ALL
    SELECT u.slice, CAST(EXTRACT(YEAR FROM COALESCE(i.created_at, i.first_seen_at) AT TIME ZONE z.name) * 12
            + EXTRACT(MONTH FROM COALESCE(i.created_at, i.first_seen_at) AT TIME ZONE z.name) - 1 AS INTEGER),
        0, 1
    FROM qf.collection_item i
    JOIN mart.shown_user u ON u.sub = i.sub
    LEFT JOIN qf.collection c ON c.sub = i.sub AND c.id = i.collection_id
    CROSS JOIN mart.zone z
    WHERE i.deleted_at IS NULL AND c.deleted_at IS NULL) g
GROUP BY g.slice, g.month_number;

COMMENT ON VIEW mart.verse_saves_live IS 'Saves of each verse by slice of users, calculated when asked';
COMMENT ON VIEW mart.chapter_saves_live IS 'Saves in each chapter by slice of users, calculated when asked';
COMMENT ON VIEW mart.juz_saves_live IS 'Saves in each juz by slice of users, calculated when asked';
COMMENT ON VIEW mart.month_saves_live IS 'Saves of each month by slice of users, calculated when asked; months count from year 0';
COMMENT ON VIEW mart.month_growth_live IS 'Collections and items of each month by slice of users, calculated when asked; months count from year 0';
