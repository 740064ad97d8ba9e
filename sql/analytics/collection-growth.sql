-- title: Growth of collections
-- question: How many collections and items came in each month, and how many are there by then?
-- param: since date optional Only months from this day on.
-- chart: bar month_start items_total
SELECT month_start, collections_made, items_added, collections_total, items_total
FROM analytics.collection_growth
WHERE (:since IS NULL OR month_start >= :since)
ORDER BY month_start
