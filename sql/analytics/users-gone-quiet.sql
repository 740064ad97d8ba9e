-- title: Users gone quiet
-- question: Who read before and has not for some time?
-- param: days integer default 14 Quiet for at least so many days.
-- param: limit integer default 100 At most so many users, the most active first.
SELECT user_key, last_active_on, days_quiet, active_days
FROM analytics.users_gone_quiet
WHERE days_quiet >= :days
ORDER BY active_days DESC, days_quiet, user_key
LIMIT :limit
