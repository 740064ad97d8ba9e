-- title: When people read
-- question: On which weekday (1 is Monday) and at which hour do users read?
-- param: weekday integer optional Only this weekday, 1 (Monday) to 7.
-- chart: heat weekday hour_of_day sessions
SELECT weekday, hour_of_day, sessions, users
FROM analytics.reading_heat_map
WHERE (:weekday IS NULL OR weekday = :weekday)
ORDER BY weekday, hour_of_day
