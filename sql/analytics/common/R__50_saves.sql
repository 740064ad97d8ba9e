-- What users save, as finished questions. All views of analytics are made anew when one changes: ${analytics}
DROP VIEW IF EXISTS mart.most_saved_verses_live CASCADE;
DROP VIEW IF EXISTS mart.saves_by_chapter_live CASCADE;
DROP VIEW IF EXISTS mart.saves_by_juz_live CASCADE;
DROP VIEW IF EXISTS mart.saves_by_month_live CASCADE;
DROP VIEW IF EXISTS mart.favorite_verses_live CASCADE;
DROP VIEW IF EXISTS mart.collection_growth_live CASCADE;
DROP VIEW IF EXISTS mart.save CASCADE;

-- The service lists an item below its collection, so an item of a collection that is gone may still stand here: it is
-- left out. The virtual Favorites may have items without being a listed collection: they count.
CREATE VIEW mart.save AS
SELECT i.sub, i.collection_id, i.bookmark_id, i.key_number AS chapter_id, i.verse_number,
    COALESCE(i.created_at, i.first_seen_at) AS saved_at
FROM qf.collection_item i
JOIN qf.app_user u ON u.sub = i.sub AND u.withdrawn_at IS NULL
LEFT JOIN qf.collection c ON c.sub = i.sub AND c.id = i.collection_id
WHERE i.type = 'ayah' AND i.key_number IS NOT NULL AND i.verse_number IS NOT NULL
    AND i.deleted_at IS NULL AND c.deleted_at IS NULL
UNION ALL
SELECT b.sub, NULL, b.id, b.key_number, b.verse_number, COALESCE(b.created_at, b.first_seen_at)
FROM qf.bookmark b
JOIN qf.app_user u ON u.sub = b.sub AND u.withdrawn_at IS NULL
WHERE b.type = 'ayah' AND b.key_number IS NOT NULL AND b.verse_number IS NOT NULL AND b.deleted_at IS NULL
    AND NOT EXISTS (
        SELECT 1
        FROM qf.collection_item i
        LEFT JOIN qf.collection c ON c.sub = i.sub AND c.id = i.collection_id
        WHERE i.sub = b.sub AND i.bookmark_id = b.id AND i.deleted_at IS NULL AND c.deleted_at IS NULL);
COMMENT ON VIEW mart.save IS
    'One row per saved verse and place: each collection of a user that holds it, or none (collection_id NULL) if it is bookmarked only';

-- Here and below users are counted by grouping twice, because PostgreSQL sorts all rows for COUNT(DISTINCT sub).
CREATE VIEW mart.most_saved_verses_live AS
SELECT CONCAT(s.chapter_id, ':', s.verse_number) AS verse_key, s.chapter_id, s.verse_number,
    c.name_simple AS chapter_name, v.juz_number, s.saves, s.users
FROM (
    SELECT p.chapter_id, p.verse_number, CAST(SUM(p.saves) AS BIGINT) AS saves, COUNT(*) AS users
    FROM (
        SELECT a.chapter_id, a.verse_number, a.sub, COUNT(*) AS saves
        FROM mart.save a
        GROUP BY a.chapter_id, a.verse_number, a.sub) p
    GROUP BY p.chapter_id, p.verse_number) s
LEFT JOIN qf.chapter c ON c.chapter_id = s.chapter_id AND c.deleted_at IS NULL
LEFT JOIN qf.verse v
    ON v.chapter_id = s.chapter_id AND v.verse_number = s.verse_number AND v.deleted_at IS NULL;

CREATE VIEW mart.saves_by_chapter_live AS
SELECT s.chapter_id, c.name_simple AS chapter_name, s.saves, s.users
FROM (
    SELECT p.chapter_id, CAST(SUM(p.saves) AS BIGINT) AS saves, COUNT(*) AS users
    FROM (SELECT a.chapter_id, a.sub, COUNT(*) AS saves FROM mart.save a GROUP BY a.chapter_id, a.sub) p
    GROUP BY p.chapter_id) s
LEFT JOIN qf.chapter c ON c.chapter_id = s.chapter_id AND c.deleted_at IS NULL;

CREATE VIEW mart.saves_by_juz_live AS
SELECT p.juz_number, CAST(SUM(p.saves) AS BIGINT) AS saves, COUNT(*) AS users
FROM (
    SELECT v.juz_number, a.sub, COUNT(*) AS saves
    FROM mart.save a
    LEFT JOIN qf.verse v
        ON v.chapter_id = a.chapter_id AND v.verse_number = a.verse_number AND v.deleted_at IS NULL
    GROUP BY v.juz_number, a.sub) p
GROUP BY p.juz_number;

-- Months are counted as numbers and named when few are left: H2 would cast a moment to the day of its own machine.
CREATE VIEW mart.saves_by_month_live AS
SELECT CAST(CONCAT(p.month_number / 12, '-', MOD(p.month_number, 12) + 1, '-01') AS DATE) AS month_start,
    CAST(SUM(p.saves) AS BIGINT) AS saves, COUNT(*) AS users
FROM (
    SELECT m.month_number, m.sub, COUNT(*) AS saves
    FROM (
        SELECT a.sub, CAST(EXTRACT(YEAR FROM a.saved_at AT TIME ZONE z.name) * 12
            + EXTRACT(MONTH FROM a.saved_at AT TIME ZONE z.name) - 1 AS INTEGER) AS month_number
        FROM mart.save a CROSS JOIN mart.zone z) m
    GROUP BY m.month_number, m.sub) p
GROUP BY p.month_number;

CREATE VIEW mart.favorite_verses_live AS
SELECT CONCAT(s.chapter_id, ':', s.verse_number) AS verse_key, s.chapter_id, s.verse_number,
    c.name_simple AS chapter_name, v.juz_number, s.users
FROM (
    SELECT p.chapter_id, p.verse_number, COUNT(*) AS users
    FROM (
        SELECT DISTINCT a.chapter_id, a.verse_number, a.sub
        FROM mart.save a
        WHERE a.collection_id = '__default__') p
    GROUP BY p.chapter_id, p.verse_number) s
LEFT JOIN qf.chapter c ON c.chapter_id = s.chapter_id AND c.deleted_at IS NULL
LEFT JOIN qf.verse v
    ON v.chapter_id = s.chapter_id AND v.verse_number = s.verse_number AND v.deleted_at IS NULL;

CREATE VIEW mart.collection_growth_live AS
SELECT CAST(CONCAT(m.month_number / 12, '-', MOD(m.month_number, 12) + 1, '-01') AS DATE) AS month_start,
    m.collections AS collections_made, m.items AS items_added,
    CAST(SUM(m.collections) OVER (ORDER BY m.month_number) AS BIGINT) AS collections_total,
    CAST(SUM(m.items) OVER (ORDER BY m.month_number) AS BIGINT) AS items_total
FROM (
    SELECT g.month_number, CAST(SUM(g.collections) AS BIGINT) AS collections, CAST(SUM(g.items) AS BIGINT) AS items
    FROM (
        SELECT CAST(EXTRACT(YEAR FROM c.first_seen_at AT TIME ZONE z.name) * 12
                + EXTRACT(MONTH FROM c.first_seen_at AT TIME ZONE z.name) - 1 AS INTEGER) AS month_number,
            1 AS collections, 0 AS items
        FROM qf.collection c
        JOIN qf.app_user u ON u.sub = c.sub AND u.withdrawn_at IS NULL
        CROSS JOIN mart.zone z
        WHERE c.deleted_at IS NULL
        UNION ALL
        SELECT CAST(EXTRACT(YEAR FROM COALESCE(i.created_at, i.first_seen_at) AT TIME ZONE z.name) * 12
                + EXTRACT(MONTH FROM COALESCE(i.created_at, i.first_seen_at) AT TIME ZONE z.name) - 1 AS INTEGER),
            0, 1
        FROM qf.collection_item i
        JOIN qf.app_user u ON u.sub = i.sub AND u.withdrawn_at IS NULL
        LEFT JOIN qf.collection c ON c.sub = i.sub AND c.id = i.collection_id
        CROSS JOIN mart.zone z
        WHERE i.deleted_at IS NULL AND c.deleted_at IS NULL) g
    GROUP BY g.month_number) m;

COMMENT ON VIEW mart.most_saved_verses_live IS 'analytics.most_saved_verses, calculated when it is asked';
COMMENT ON VIEW mart.saves_by_chapter_live IS 'analytics.saves_by_chapter, calculated when it is asked';
COMMENT ON VIEW mart.saves_by_juz_live IS 'analytics.saves_by_juz, calculated when it is asked';
COMMENT ON VIEW mart.saves_by_month_live IS 'analytics.saves_by_month, calculated when it is asked';
COMMENT ON VIEW mart.favorite_verses_live IS 'analytics.favorite_verses, calculated when it is asked';
COMMENT ON VIEW mart.collection_growth_live IS 'analytics.collection_growth, calculated when it is asked';
