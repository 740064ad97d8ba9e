-- title: Activity by week
-- question: How many users read in each week, and how much?
-- param: since date optional Only weeks from this day on.
-- chart: bar week_start users
SELECT week_start, users, seconds_read, verses_read
FROM analytics.weekly_activity
WHERE (:since IS NULL OR week_start >= :since)
ORDER BY week_start
