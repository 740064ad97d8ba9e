-- title: Freshness of content
-- question: How old is each part of the content, and must it be fetched again?
-- param: state text optional Only this state: fresh, due, overdue, purged, withdrawn, unavailable, never complete.
SELECT dataset, resource_group, resource_id, name, row_count, last_complete_at, age_in_days, state, attribution
FROM analytics.content_freshness
WHERE (:state IS NULL OR state = :state)
ORDER BY dataset, resource_group NULLS FIRST, resource_id NULLS FIRST
