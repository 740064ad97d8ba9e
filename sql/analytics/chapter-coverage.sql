-- title: Chapters read
-- question: How much of each chapter has a user read?
-- param: user text optional Only this user_key.
-- param: chapter integer optional Only this chapter, 1 to 114.
-- param: limit integer default 1000 At most so many rows.
SELECT user_key, chapter_id, verses_read, verses_count, share
FROM analytics.chapter_coverage
WHERE (:user IS NULL OR user_key = :user) AND (:chapter IS NULL OR chapter_id = :chapter)
ORDER BY user_key, chapter_id
LIMIT :limit
