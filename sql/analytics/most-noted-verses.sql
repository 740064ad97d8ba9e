-- title: Most noted verses
-- question: On which verses do users write notes?
-- param: juz integer optional Only this juz, 1 to 30.
-- param: chapter integer optional Only this chapter, 1 to 114.
-- param: limit integer default 20 At most so many rows.
-- chart: bar verse_key notes
SELECT v.verse_key, v.juz_number, COUNT(DISTINCT n.note_key) AS notes, COUNT(DISTINCT n.user_key) AS users
FROM analytics.fact_note_verse n
JOIN analytics.dim_verse v ON v.verse_id = n.verse_id
WHERE (:juz IS NULL OR v.juz_number = :juz) AND (:chapter IS NULL OR v.chapter_id = :chapter)
GROUP BY v.verse_id, v.verse_key, v.juz_number
ORDER BY notes DESC, users DESC, v.verse_id
LIMIT :limit
