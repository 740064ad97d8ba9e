-- title: Goals met
-- question: How often do users who have a goal meet it, week by week?
-- param: since date optional Only weeks from this day on.
-- chart: bar week_start share_met
SELECT week_start, users_with_goal, days_with_goal, days_met, share_met
FROM analytics.goal_completion
WHERE (:since IS NULL OR week_start >= :since)
ORDER BY week_start
