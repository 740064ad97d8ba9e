-- title: Favourite verses
-- question: Which verses are among the Favorites of most users?
-- param: juz integer optional Only this juz, 1 to 30.
-- param: chapter integer optional Only this chapter, 1 to 114.
-- param: limit integer default 20 At most so many rows.
-- chart: bar verse_key users
SELECT verse_key, chapter_name, juz_number, users
FROM analytics.favorite_verses
WHERE (:juz IS NULL OR juz_number = :juz) AND (:chapter IS NULL OR chapter_id = :chapter)
ORDER BY users DESC, chapter_id, verse_number
LIMIT :limit
