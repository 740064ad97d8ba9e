-- title: Lengths of streaks
-- question: How many streaks last how many days?
-- chart: bar days_from streaks
SELECT days_from, days_to, streaks, users
FROM analytics.streak_distribution
ORDER BY days_from
