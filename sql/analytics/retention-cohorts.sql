-- title: Who comes back
-- question: Of those who first read in a week, how many read again in the weeks after it?
-- param: since date optional Only who began from this day on.
-- param: weeks integer optional Only so many weeks after the first.
-- chart: heat cohort_week weeks_since retained
SELECT cohort_week, weeks_since, users, cohort_size, retained
FROM analytics.retention_cohorts
WHERE (:since IS NULL OR cohort_week >= :since) AND (:weeks IS NULL OR weeks_since <= :weeks)
ORDER BY cohort_week, weeks_since
