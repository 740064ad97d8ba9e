-- title: Most read verses
-- question: Which verses did most users read?
-- param: juz integer optional Only this juz, 1 to 30.
-- param: chapter integer optional Only this chapter, 1 to 114.
-- param: since date optional Only days from this one on.
-- param: limit integer default 20 At most so many rows.
-- chart: bar verse_key users
SELECT v.verse_key, v.juz_number, COUNT(DISTINCT a.user_key) AS users, COUNT(DISTINCT a.activity_key) AS days
FROM analytics.fact_activity_verse a
JOIN analytics.dim_verse v ON v.verse_id = a.verse_id
WHERE a.type = 'QURAN'
    AND (:juz IS NULL OR v.juz_number = :juz) AND (:chapter IS NULL OR v.chapter_id = :chapter)
    AND (:since IS NULL OR a.activity_date >= :since)
GROUP BY v.verse_id, v.verse_key, v.juz_number
ORDER BY users DESC, days DESC, v.verse_id
LIMIT :limit
