-- title: Saves by chapter
-- question: In which chapters are verses saved, and by how many users?
-- param: limit integer default 114 At most so many chapters, the most saved first.
-- chart: bar chapter_name saves
SELECT chapter_id, chapter_name, saves, users
FROM analytics.saves_by_chapter
ORDER BY saves DESC, users DESC, chapter_id
LIMIT :limit
