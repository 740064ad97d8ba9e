-- title: Nights
-- question: How did the nights end, and how long did they take?
-- param: limit integer default 30 At most so many nights, the latest first.
-- chart: bar night seconds
SELECT night, verdict, passes, started_at, ended_at, seconds, users_done, users_failed, requests
FROM analytics.sync_nights
ORDER BY night DESC
LIMIT :limit
