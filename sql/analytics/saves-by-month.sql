-- title: Saves by month
-- question: In which months were the verses saved that are kept today?
-- param: since date optional Only months from this day on.
-- chart: bar month_start saves
SELECT month_start, saves, users
FROM analytics.saves_by_month
WHERE (:since IS NULL OR month_start >= :since)
ORDER BY month_start
