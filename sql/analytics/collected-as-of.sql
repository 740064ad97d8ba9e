-- title: Collected verses at a time
-- question: Which verses stood in most collections at some moment in the past?
-- param: at time required The moment; a date is its first moment in UTC.
-- param: limit integer default 20 At most so many rows.
-- chart: bar verse_key collections
SELECT v.verse_key, v.juz_number, COUNT(*) AS collections, COUNT(DISTINCT m.user_key) AS users
FROM analytics.fact_membership m
JOIN analytics.dim_verse v ON v.verse_id = m.verse_id
WHERE m.member_from <= :at AND (m.member_to IS NULL OR m.member_to > :at)
GROUP BY v.verse_id, v.verse_key, v.juz_number
ORDER BY collections DESC, users DESC, v.verse_id
LIMIT :limit
