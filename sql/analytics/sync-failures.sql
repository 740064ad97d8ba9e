-- title: Failures by cause
-- question: Why did users fail in the night?
-- param: since date optional Only nights from this day on.
-- chart: bar cause users
SELECT night, cause, users
FROM analytics.sync_failures
WHERE (:since IS NULL OR night >= :since)
ORDER BY night DESC, users DESC, cause
