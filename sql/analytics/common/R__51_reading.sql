-- How users read, counted by slices of users (mart.user_key): R__65 adds the slices up. ${analytics}
DROP VIEW IF EXISTS mart.reading_hours_live CASCADE;
DROP VIEW IF EXISTS mart.week_activity_live CASCADE;
DROP VIEW IF EXISTS mart.week_retention_live CASCADE;
DROP VIEW IF EXISTS mart.streak_lengths_live CASCADE;
DROP VIEW IF EXISTS mart.week_goals_live CASCADE;
DROP VIEW IF EXISTS mart.coverage_live CASCADE;
DROP VIEW IF EXISTS mart.last_activity_live CASCADE;
DROP VIEW IF EXISTS mart.active_day CASCADE;
DROP VIEW IF EXISTS mart.today CASCADE;

CREATE VIEW mart.today AS
SELECT ${day_of}CURRENT_TIMESTAMP${day_end} AS date_day;
COMMENT ON VIEW mart.today IS 'The day that it is now in the zone of the deployment, whatever zone a session has';

CREATE VIEW mart.active_day AS
SELECT u.slice, a.sub, u.user_key, a.activity_date, a.seconds_read, a.verses_read,
    a.activity_date - CAST(EXTRACT(ISODOW FROM a.activity_date) - 1 AS INTEGER) AS week_start
FROM qf.activity_day a
JOIN mart.shown_user u ON u.sub = a.sub
WHERE a.type = 'QURAN' AND a.activity_date IS NOT NULL AND a.deleted_at IS NULL
    AND (a.seconds_read > 0 OR a.verses_read > 0 OR a.pages_read > 0);
COMMENT ON VIEW mart.active_day IS 'The days on which users read: seconds, verses or pages of it are more than none';

CREATE VIEW mart.reading_hours_live AS
SELECT p.slice, p.weekday, p.hour_of_day, CAST(SUM(p.sessions) AS BIGINT) AS sessions, COUNT(*) AS users
FROM (
    SELECT m.slice, m.weekday, m.hour_of_day, m.sub, COUNT(*) AS sessions
    FROM (
        SELECT u.slice, r.sub, CAST(EXTRACT(ISODOW FROM r.updated_at AT TIME ZONE z.name) AS INTEGER) AS weekday,
            CAST(EXTRACT(HOUR FROM r.updated_at AT TIME ZONE z.name) AS INTEGER) AS hour_of_day
        FROM qf.reading_session r
        JOIN mart.shown_user u ON u.sub = r.sub
        CROSS JOIN mart.zone z
        WHERE r.updated_at IS NOT NULL AND r.deleted_at IS NULL) m
    GROUP BY m.slice, m.weekday, m.hour_of_day, m.sub) p
GROUP BY p.slice, p.weekday, p.hour_of_day;

CREATE VIEW mart.week_activity_live AS
SELECT p.slice, p.week_start, COUNT(*) AS users, CAST(SUM(p.seconds_read) AS BIGINT) AS seconds_read,
    CAST(SUM(p.verses_read) AS BIGINT) AS verses_read
FROM (
    SELECT a.slice, a.week_start, a.sub, COALESCE(SUM(a.seconds_read), 0) AS seconds_read,
        COALESCE(SUM(a.verses_read), 0) AS verses_read
    FROM mart.active_day a
    GROUP BY a.slice, a.week_start, a.sub) p
GROUP BY p.slice, p.week_start;

CREATE VIEW mart.week_retention_live AS
SELECT a.slice, a.cohort_week, a.week_start, COUNT(*) AS users
FROM (
    SELECT w.slice, w.sub, w.week_start, MIN(w.week_start) OVER (PARTITION BY w.slice, w.sub) AS cohort_week
    FROM (SELECT DISTINCT d.slice, d.sub, d.week_start FROM mart.active_day d) w) a
GROUP BY a.slice, a.cohort_week, a.week_start;

CREATE VIEW mart.streak_lengths_live AS
SELECT p.slice, p.days_from, CAST(SUM(p.streaks) AS BIGINT) AS streaks, COUNT(*) AS users
FROM (
    SELECT k.slice, k.days_from, k.sub, COUNT(*) AS streaks
    FROM (
        SELECT u.slice, s.sub,
            CASE WHEN s.days >= 365 THEN 365 WHEN s.days >= 200 THEN 200 WHEN s.days >= 100 THEN 100
            WHEN s.days >= 60 THEN 60 WHEN s.days >= 30 THEN 30 WHEN s.days >= 14 THEN 14 WHEN s.days >= 7 THEN 7
            WHEN s.days >= 4 THEN 4 ELSE s.days END AS days_from
        FROM qf.streak s
        JOIN mart.shown_user u ON u.sub = s.sub
        WHERE s.type = 'QURAN' AND s.days >= 1 AND s.deleted_at IS NULL) k
    GROUP BY k.slice, k.days_from, k.sub) p
GROUP BY p.slice, p.days_from;

CREATE VIEW mart.week_goals_live AS
SELECT p.slice, p.week_start, COUNT(*) AS users, CAST(SUM(p.days) AS BIGINT) AS days,
    CAST(SUM(p.met) AS BIGINT) AS met
FROM (
    SELECT g.slice, g.week_start, g.sub, COUNT(*) AS days, SUM(CASE WHEN g.progress >= 1 THEN 1 ELSE 0 END) AS met
    FROM (
        SELECT u.slice, a.sub, a.progress,
            a.activity_date - CAST(EXTRACT(ISODOW FROM a.activity_date) - 1 AS INTEGER) AS week_start
        FROM qf.activity_day a
        JOIN mart.shown_user u ON u.sub = a.sub
        WHERE a.type = 'QURAN' AND a.activity_date IS NOT NULL AND a.deleted_at IS NULL
            AND (a.daily_target_seconds > 0 OR a.daily_target_pages > 0
                OR CAST(a.daily_target_ranges AS VARCHAR) NOT IN ('[]', 'null'))) g
    GROUP BY g.slice, g.week_start, g.sub) p
GROUP BY p.slice, p.week_start;

-- Ranges overlap from day to day. In the order of their beginnings each adds what lies behind all that came before, so
-- that no range has to be written out verse by verse.
CREATE VIEW mart.coverage_live AS
SELECT o.slice, o.user_key, o.chapter_id,
    CAST(SUM(CASE WHEN o.last_verse_id <= o.reached THEN 0 WHEN o.first_verse_id > o.reached
        THEN o.last_verse_id - o.first_verse_id + 1 ELSE o.last_verse_id - o.reached END) AS BIGINT) AS verses_read
FROM (
    SELECT u.slice, u.user_key, p.chapter_id, p.first_verse_id, p.last_verse_id,
        COALESCE(MAX(p.last_verse_id) OVER (
            PARTITION BY u.slice, u.user_key, p.chapter_id ORDER BY p.first_verse_id, p.last_verse_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS reached
    FROM mart.verse_range p
    JOIN qf.activity_day a ON a.sub = p.sub AND a.id = p.row_id AND a.deleted_at IS NULL AND a.type = 'QURAN'
    JOIN mart.shown_user u ON u.sub = p.sub
    WHERE p.entity = 'activity_day') o
GROUP BY o.slice, o.user_key, o.chapter_id;

CREATE VIEW mart.last_activity_live AS
SELECT a.slice, a.user_key, MAX(a.activity_date) AS last_active_on, COUNT(DISTINCT a.activity_date) AS active_days
FROM mart.active_day a
GROUP BY a.slice, a.user_key;

COMMENT ON VIEW mart.reading_hours_live IS 'Reading sessions of each weekday and hour by slice of users, calculated when asked';
COMMENT ON VIEW mart.week_activity_live IS 'What was read in each week by slice of users, calculated when asked';
COMMENT ON VIEW mart.week_retention_live IS 'Users of each cohort who read in each week, by slice of users, calculated when asked';
COMMENT ON VIEW mart.streak_lengths_live IS 'Streaks by their length and slice of users, calculated when asked';
COMMENT ON VIEW mart.week_goals_live IS 'Goals of each week by slice of users, calculated when asked';
COMMENT ON VIEW mart.coverage_live IS 'How many verses of each chapter each user has read, calculated when asked';
COMMENT ON VIEW mart.last_activity_live IS 'When each user last read, and on how many days altogether, calculated when asked';
