-- title: Saves by juz
-- question: How are saves spread over the thirty juz?
-- chart: bar juz_number saves
SELECT juz_number, saves, users
FROM analytics.saves_by_juz
ORDER BY juz_number NULLS LAST
