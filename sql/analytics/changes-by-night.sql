-- title: Changes by night
-- question: What did users change from night to night?
-- param: entity text optional Only this kind of row, such as bookmark.
-- param: since date optional Only nights from this day on.
-- chart: bar night changes
SELECT c.night, c.entity, c.kind, COUNT(*) AS changes, COUNT(DISTINCT c.user_key) AS users
FROM analytics.fact_change c
WHERE (:entity IS NULL OR c.entity = :entity) AND (:since IS NULL OR c.night >= :since)
GROUP BY c.night, c.entity, c.kind
ORDER BY c.night DESC, c.entity, c.kind
