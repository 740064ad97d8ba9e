-- How users read, as finished questions. All views of analytics are made anew when one changes: ${analytics}
DROP VIEW IF EXISTS mart.reading_heat_map_live CASCADE;
DROP VIEW IF EXISTS mart.weekly_activity_live CASCADE;
DROP VIEW IF EXISTS mart.retention_cohorts_live CASCADE;
DROP VIEW IF EXISTS mart.streak_distribution_live CASCADE;
DROP VIEW IF EXISTS mart.goal_completion_live CASCADE;
DROP VIEW IF EXISTS mart.chapter_coverage_live CASCADE;
DROP VIEW IF EXISTS mart.users_gone_quiet_live CASCADE;
DROP VIEW IF EXISTS mart.last_activity_live CASCADE;
DROP VIEW IF EXISTS mart.active_day CASCADE;
DROP VIEW IF EXISTS mart.today CASCADE;

CREATE VIEW mart.today AS
SELECT ${day_of}CURRENT_TIMESTAMP${day_end} AS date_day;
COMMENT ON VIEW mart.today IS 'The day that it is now in the zone of the deployment, whatever zone a session has';

CREATE VIEW mart.active_day AS
SELECT a.sub, a.activity_date, a.seconds_read, a.verses_read,
    a.activity_date - CAST(EXTRACT(ISODOW FROM a.activity_date) - 1 AS INTEGER) AS week_start
FROM qf.activity_day a
JOIN qf.app_user u ON u.sub = a.sub AND u.withdrawn_at IS NULL
WHERE a.type = 'QURAN' AND a.activity_date IS NOT NULL AND a.deleted_at IS NULL
    AND (a.seconds_read > 0 OR a.verses_read > 0 OR a.pages_read > 0);
COMMENT ON VIEW mart.active_day IS 'The days on which users read: seconds, verses or pages of it are more than none';

CREATE VIEW mart.reading_heat_map_live AS
SELECT p.weekday, p.hour_of_day, CAST(SUM(p.sessions) AS BIGINT) AS sessions, COUNT(*) AS users
FROM (
    SELECT m.weekday, m.hour_of_day, m.sub, COUNT(*) AS sessions
    FROM (
        SELECT r.sub, CAST(EXTRACT(ISODOW FROM r.updated_at AT TIME ZONE z.name) AS INTEGER) AS weekday,
            CAST(EXTRACT(HOUR FROM r.updated_at AT TIME ZONE z.name) AS INTEGER) AS hour_of_day
        FROM qf.reading_session r
        JOIN qf.app_user u ON u.sub = r.sub AND u.withdrawn_at IS NULL
        CROSS JOIN mart.zone z
        WHERE r.updated_at IS NOT NULL AND r.deleted_at IS NULL) m
    GROUP BY m.weekday, m.hour_of_day, m.sub) p
GROUP BY p.weekday, p.hour_of_day;

CREATE VIEW mart.weekly_activity_live AS
SELECT p.week_start, COUNT(*) AS users, CAST(SUM(p.seconds_read) AS BIGINT) AS seconds_read,
    CAST(SUM(p.verses_read) AS BIGINT) AS verses_read
FROM (
    SELECT a.week_start, a.sub, COALESCE(SUM(a.seconds_read), 0) AS seconds_read,
        COALESCE(SUM(a.verses_read), 0) AS verses_read
    FROM mart.active_day a
    GROUP BY a.week_start, a.sub) p
GROUP BY p.week_start;

-- Every cohort has a row for each later week in which anybody read, so that a week without any of it is a zero.
CREATE VIEW mart.retention_cohorts_live AS
WITH active AS (
    SELECT w.sub, w.week_start, MIN(w.week_start) OVER (PARTITION BY w.sub) AS cohort_week
    FROM (SELECT DISTINCT a.sub, a.week_start FROM mart.active_day a) w
), counted AS (
    SELECT a.cohort_week, a.week_start, COUNT(*) AS users
    FROM active a
    GROUP BY a.cohort_week, a.week_start
)
SELECT s.cohort_week,
    CAST((EXTRACT(EPOCH FROM w.week_start) - EXTRACT(EPOCH FROM s.cohort_week)) / 604800 AS INTEGER) AS weeks_since,
    COALESCE(c.users, 0) AS users, s.users AS cohort_size,
    CAST(COALESCE(c.users, 0) AS DOUBLE PRECISION) / s.users AS retained
FROM counted s
JOIN (SELECT DISTINCT k.week_start FROM counted k) w ON w.week_start >= s.cohort_week
LEFT JOIN counted c ON c.cohort_week = s.cohort_week AND c.week_start = w.week_start
WHERE s.week_start = s.cohort_week;

CREATE VIEW mart.streak_distribution_live AS
SELECT b.days_from, b.days_to, CAST(COALESCE(SUM(p.streaks), 0) AS BIGINT) AS streaks, COUNT(p.sub) AS users
FROM (VALUES (1, 1), (2, 2), (3, 3), (4, 6), (7, 13), (14, 29), (30, 59), (60, 99), (100, 199), (200, 364),
    (365, CAST(NULL AS INTEGER))) AS b (days_from, days_to)
LEFT JOIN (
    SELECT k.days_from, k.sub, COUNT(*) AS streaks
    FROM (
        SELECT s.sub, CASE WHEN s.days >= 365 THEN 365 WHEN s.days >= 200 THEN 200 WHEN s.days >= 100 THEN 100
            WHEN s.days >= 60 THEN 60 WHEN s.days >= 30 THEN 30 WHEN s.days >= 14 THEN 14 WHEN s.days >= 7 THEN 7
            WHEN s.days >= 4 THEN 4 ELSE s.days END AS days_from
        FROM qf.streak s
        JOIN qf.app_user u ON u.sub = s.sub AND u.withdrawn_at IS NULL
        WHERE s.type = 'QURAN' AND s.days >= 1 AND s.deleted_at IS NULL) k
    GROUP BY k.days_from, k.sub) p ON p.days_from = b.days_from
GROUP BY b.days_from, b.days_to;

CREATE VIEW mart.goal_completion_live AS
SELECT p.week_start, COUNT(*) AS users_with_goal, CAST(SUM(p.days) AS BIGINT) AS days_with_goal,
    CAST(SUM(p.met) AS BIGINT) AS days_met, CAST(SUM(p.met) AS DOUBLE PRECISION) / SUM(p.days) AS share_met
FROM (
    SELECT g.week_start, g.sub, COUNT(*) AS days, SUM(CASE WHEN g.progress >= 1 THEN 1 ELSE 0 END) AS met
    FROM (
        SELECT a.sub, a.progress,
            a.activity_date - CAST(EXTRACT(ISODOW FROM a.activity_date) - 1 AS INTEGER) AS week_start
        FROM qf.activity_day a
        JOIN qf.app_user u ON u.sub = a.sub AND u.withdrawn_at IS NULL
        WHERE a.type = 'QURAN' AND a.activity_date IS NOT NULL AND a.deleted_at IS NULL
            AND (a.daily_target_seconds > 0 OR a.daily_target_pages > 0
                OR CAST(a.daily_target_ranges AS VARCHAR) NOT IN ('[]', 'null'))) g
    GROUP BY g.week_start, g.sub) p
GROUP BY p.week_start;

-- Ranges overlap from day to day. In the order of their beginnings each adds what lies behind all that came before, so
-- that no range has to be written out verse by verse.
CREATE VIEW mart.chapter_coverage_live AS
SELECT k.user_key, r.chapter_id, r.verses_read, c.verses_count,
    CAST(r.verses_read AS DOUBLE PRECISION) / c.verses_count AS share
FROM (
    SELECT o.sub, o.chapter_id,
        CAST(SUM(CASE WHEN o.last_verse_id <= o.reached THEN 0 WHEN o.first_verse_id > o.reached
            THEN o.last_verse_id - o.first_verse_id + 1 ELSE o.last_verse_id - o.reached END) AS BIGINT) AS verses_read
    FROM (
        SELECT p.sub, p.chapter_id, p.first_verse_id, p.last_verse_id,
            COALESCE(MAX(p.last_verse_id) OVER (
                PARTITION BY p.sub, p.chapter_id ORDER BY p.first_verse_id, p.last_verse_id
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS reached
        FROM mart.verse_range p
        JOIN qf.activity_day a ON a.sub = p.sub AND a.id = p.row_id AND a.deleted_at IS NULL AND a.type = 'QURAN'
        JOIN qf.app_user u ON u.sub = p.sub AND u.withdrawn_at IS NULL
        WHERE p.entity = 'activity_day') o
    GROUP BY o.sub, o.chapter_id) r
JOIN mart.user_key k ON k.sub = r.sub
JOIN qf.chapter c ON c.chapter_id = r.chapter_id AND c.deleted_at IS NULL AND c.verses_count > 0;

-- The days since then are counted when the question is asked: the day goes on though nothing is stored.
CREATE VIEW mart.last_activity_live AS
SELECT k.user_key, MAX(a.activity_date) AS last_active_on, COUNT(DISTINCT a.activity_date) AS active_days
FROM mart.active_day a
JOIN mart.user_key k ON k.sub = a.sub
GROUP BY k.user_key;
COMMENT ON VIEW mart.last_activity_live IS 'When each user last read, and on how many days altogether';

CREATE VIEW mart.users_gone_quiet_live AS
SELECT l.user_key, l.last_active_on,
    CAST((EXTRACT(EPOCH FROM t.date_day) - EXTRACT(EPOCH FROM l.last_active_on)) / 86400 AS INTEGER) AS days_quiet,
    l.active_days
FROM mart.last_activity_live l CROSS JOIN mart.today t
WHERE l.last_active_on <= t.date_day - 7;

COMMENT ON VIEW mart.reading_heat_map_live IS 'analytics.reading_heat_map, calculated when it is asked';
COMMENT ON VIEW mart.weekly_activity_live IS 'analytics.weekly_activity, calculated when it is asked';
COMMENT ON VIEW mart.retention_cohorts_live IS 'analytics.retention_cohorts, calculated when it is asked';
COMMENT ON VIEW mart.streak_distribution_live IS 'analytics.streak_distribution, calculated when it is asked';
COMMENT ON VIEW mart.goal_completion_live IS 'analytics.goal_completion, calculated when it is asked';
COMMENT ON VIEW mart.chapter_coverage_live IS 'analytics.chapter_coverage, calculated when it is asked';
COMMENT ON VIEW mart.users_gone_quiet_live IS 'analytics.users_gone_quiet, calculated when it is asked';
