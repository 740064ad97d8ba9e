-- How the nights went, as finished questions. All views of analytics are made anew when one changes: ${analytics}
DROP VIEW IF EXISTS mart.night_users_live CASCADE;
DROP VIEW IF EXISTS mart.night_failures_live CASCADE;
DROP VIEW IF EXISTS mart.sync_nights_live CASCADE;
DROP VIEW IF EXISTS mart.night_done_live CASCADE;
DROP VIEW IF EXISTS mart.sync_failures_live CASCADE;
DROP VIEW IF EXISTS mart.night CASCADE;

-- A night is what it was as long as none of its runs starts, ends or is taken up again: by attempts, ended and ended_at
-- what is kept of it is known to be still right.
CREATE VIEW mart.night AS
SELECT n.night, l.verdict, n.passes, n.started_at, n.ended_at, n.seconds, n.requests, n.attempts, n.ended
FROM (
    SELECT r.night, COUNT(*) AS passes, MAX(r.pass) AS last_pass, MIN(r.started_at) AS started_at,
        MAX(r.ended_at) AS ended_at, CAST(SUM(r.requests) AS BIGINT) AS requests,
        CAST(FLOOR(SUM(EXTRACT(EPOCH FROM (r.ended_at - r.started_at)))) AS BIGINT) AS seconds,
        CAST(SUM(r.attempts) AS BIGINT) AS attempts, COUNT(r.ended_at) AS ended
    FROM ops.run r
    GROUP BY r.night) n
JOIN ops.run l ON l.night = n.night AND l.pass = n.last_pass;

-- Whom a later pass of the night completed did not fail that night.
CREATE VIEW mart.sync_failures_live AS
SELECT r.night, COALESCE(x.error_class, x.failure_kind, 'unknown') AS cause, COUNT(*) AS users
FROM ops.run r
JOIN ops.user_run x ON x.run_id = r.run_id AND x.state = 'FAILED'
WHERE NOT EXISTS (SELECT 1 FROM qf.app_user u WHERE u.sub = x.sub AND u.withdrawn_at IS NOT NULL)
    AND NOT EXISTS (
        SELECT 1
        FROM ops.user_run o
        JOIN ops.run q ON q.run_id = o.run_id
        WHERE o.sub = x.sub AND q.night = r.night
            AND (o.state = 'DONE' OR (o.state = 'FAILED' AND q.pass > r.pass)))
GROUP BY r.night, COALESCE(x.error_class, x.failure_kind, 'unknown');

-- Who was done is counted run by run, from the index alone: millions of rows lie behind it. Who withdrew since, and who
-- was done before in the same night, is taken off; the few of later passes are looked up one by one, hence no EXISTS.
CREATE VIEW mart.night_done_live AS
SELECT n.night, n.done - COALESCE(w.users, 0) AS users
FROM (
    SELECT r.night, CAST(SUM(r.done - r.again) AS BIGINT) AS done
    FROM (
        SELECT p.night,
            (SELECT COUNT(*) FROM ops.user_run x WHERE x.run_id = p.run_id AND x.state = 'DONE') AS done,
            CASE WHEN p.pass > 1 THEN (
                SELECT COUNT(*)
                FROM ops.user_run x
                WHERE x.run_id = p.run_id AND x.state = 'DONE'
                    AND NOT EXISTS (SELECT 1 FROM qf.app_user u WHERE u.sub = x.sub AND u.withdrawn_at IS NOT NULL)
                    AND (
                        SELECT COUNT(*)
                        FROM ops.user_run o
                        JOIN ops.run q ON q.run_id = o.run_id
                        WHERE o.sub = x.sub AND o.state = 'DONE' AND q.night = p.night AND q.pass < p.pass) > 0)
                ELSE 0 END AS again
        FROM ops.run p) r
    GROUP BY r.night) n
LEFT JOIN (
    SELECT r.night, COUNT(*) AS users
    FROM qf.app_user u
    JOIN ops.user_run x ON x.sub = u.sub AND x.state = 'DONE'
    JOIN ops.run r ON r.run_id = x.run_id
    WHERE u.withdrawn_at IS NOT NULL
    GROUP BY r.night) w ON w.night = n.night;

CREATE VIEW mart.sync_nights_live AS
SELECT n.night, n.verdict, n.passes, n.started_at, n.ended_at, n.seconds, d.users AS users_done,
    COALESCE(f.users, 0) AS users_failed, n.requests
FROM mart.night n
JOIN mart.night_done_live d ON d.night = n.night
LEFT JOIN (
    SELECT s.night, CAST(SUM(s.users) AS BIGINT) AS users
    FROM mart.sync_failures_live s
    GROUP BY s.night) f ON f.night = n.night;

COMMENT ON VIEW mart.night IS 'Each night, all its passes together, as far as the runs themselves tell';
COMMENT ON VIEW mart.night_done_live IS 'How many users were done in each night, calculated when it is asked';
COMMENT ON VIEW mart.sync_nights_live IS 'analytics.sync_nights, calculated when it is asked';
COMMENT ON VIEW mart.sync_failures_live IS 'analytics.sync_failures, calculated when it is asked';

-- What PostgreSQL keeps of nights. The night in which that happens is not over by then, and may have further passes.
CREATE VIEW mart.night_users_live AS
SELECT 64 AS slice, n.night, n.attempts, n.ended, n.ended_at, l.users_done, l.users_failed
FROM mart.night n JOIN mart.sync_nights_live l ON l.night = n.night;
COMMENT ON VIEW mart.night_users_live IS 'How many users were done and failed in each night, and what the night is like now';

CREATE VIEW mart.night_failures_live AS
SELECT 64 AS slice, f.night, f.cause, f.users FROM mart.sync_failures_live f;
COMMENT ON VIEW mart.night_failures_live IS 'analytics.sync_failures by the slice that stands for the nights';
