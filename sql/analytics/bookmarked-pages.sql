-- title: Bookmarked pages
-- question: Which pages, juz and chapters do users bookmark as a whole?
-- param: type text default page page, juz or surah.
-- param: limit integer default 20 At most so many rows.
-- chart: bar number bookmarks
SELECT b.type, b.number, COUNT(*) AS bookmarks, COUNT(DISTINCT b.user_key) AS users
FROM analytics.fact_bookmark b
WHERE b.type = :type
GROUP BY b.type, b.number
ORDER BY bookmarks DESC, users DESC, b.number
LIMIT :limit
