-- The finished questions as analysts see them. What takes long is kept ready (materialised), and is shown as long as
-- mart.standing says that it may be; else the question is calculated when it is asked. The condition is evaluated once,
-- and the other branch is not executed at all. ${analytics}
DROP VIEW IF EXISTS analytics.most_saved_verses CASCADE;
DROP VIEW IF EXISTS analytics.saves_by_chapter CASCADE;
DROP VIEW IF EXISTS analytics.saves_by_juz CASCADE;
DROP VIEW IF EXISTS analytics.saves_by_month CASCADE;
DROP VIEW IF EXISTS analytics.favorite_verses CASCADE;
DROP VIEW IF EXISTS analytics.collection_growth CASCADE;
DROP VIEW IF EXISTS analytics.reading_heat_map CASCADE;
DROP VIEW IF EXISTS analytics.weekly_activity CASCADE;
DROP VIEW IF EXISTS analytics.retention_cohorts CASCADE;
DROP VIEW IF EXISTS analytics.streak_distribution CASCADE;
DROP VIEW IF EXISTS analytics.goal_completion CASCADE;
DROP VIEW IF EXISTS analytics.chapter_coverage CASCADE;
DROP VIEW IF EXISTS analytics.users_gone_quiet CASCADE;
DROP VIEW IF EXISTS analytics.sync_nights CASCADE;
DROP VIEW IF EXISTS analytics.sync_failures CASCADE;
DROP VIEW IF EXISTS mart.kept_night CASCADE;
DROP MATERIALIZED VIEW IF EXISTS mart.most_saved_verses;
DROP MATERIALIZED VIEW IF EXISTS mart.saves_by_chapter;
DROP MATERIALIZED VIEW IF EXISTS mart.saves_by_juz;
DROP MATERIALIZED VIEW IF EXISTS mart.saves_by_month;
DROP MATERIALIZED VIEW IF EXISTS mart.favorite_verses;
DROP MATERIALIZED VIEW IF EXISTS mart.collection_growth;
DROP MATERIALIZED VIEW IF EXISTS mart.reading_heat_map;
DROP MATERIALIZED VIEW IF EXISTS mart.weekly_activity;
DROP MATERIALIZED VIEW IF EXISTS mart.retention_cohorts;
DROP MATERIALIZED VIEW IF EXISTS mart.streak_distribution;
DROP MATERIALIZED VIEW IF EXISTS mart.goal_completion;
DROP MATERIALIZED VIEW IF EXISTS mart.chapter_coverage;
DROP MATERIALIZED VIEW IF EXISTS mart.last_activity;
DROP MATERIALIZED VIEW IF EXISTS mart.night_users;
DROP MATERIALIZED VIEW IF EXISTS mart.night_failures;

-- Made anew they are empty, so that no start waits for them. A refresh fills them and then says so.
UPDATE mart.standing SET good = FALSE, filling = FALSE;

CREATE MATERIALIZED VIEW mart.most_saved_verses AS
SELECT verse_key, chapter_id, verse_number, chapter_name, juz_number, saves, users FROM mart.most_saved_verses_live
WHERE (SELECT s.filling FROM mart.standing s);
CREATE UNIQUE INDEX most_saved_verses_key ON mart.most_saved_verses (verse_key);

CREATE MATERIALIZED VIEW mart.saves_by_chapter AS
SELECT chapter_id, chapter_name, saves, users FROM mart.saves_by_chapter_live
WHERE (SELECT s.filling FROM mart.standing s);
CREATE UNIQUE INDEX saves_by_chapter_key ON mart.saves_by_chapter (chapter_id);

CREATE MATERIALIZED VIEW mart.saves_by_juz AS
SELECT juz_number, saves, users FROM mart.saves_by_juz_live
WHERE (SELECT s.filling FROM mart.standing s);
CREATE UNIQUE INDEX saves_by_juz_key ON mart.saves_by_juz (juz_number);

CREATE MATERIALIZED VIEW mart.saves_by_month AS
SELECT month_start, saves, users FROM mart.saves_by_month_live
WHERE (SELECT s.filling FROM mart.standing s);
CREATE UNIQUE INDEX saves_by_month_key ON mart.saves_by_month (month_start);

CREATE MATERIALIZED VIEW mart.favorite_verses AS
SELECT verse_key, chapter_id, verse_number, chapter_name, juz_number, users FROM mart.favorite_verses_live
WHERE (SELECT s.filling FROM mart.standing s);
CREATE UNIQUE INDEX favorite_verses_key ON mart.favorite_verses (verse_key);

CREATE MATERIALIZED VIEW mart.collection_growth AS
SELECT month_start, collections_made, items_added, collections_total, items_total FROM mart.collection_growth_live
WHERE (SELECT s.filling FROM mart.standing s);
CREATE UNIQUE INDEX collection_growth_key ON mart.collection_growth (month_start);

CREATE MATERIALIZED VIEW mart.reading_heat_map AS
SELECT weekday, hour_of_day, sessions, users FROM mart.reading_heat_map_live
WHERE (SELECT s.filling FROM mart.standing s);
CREATE UNIQUE INDEX reading_heat_map_key ON mart.reading_heat_map (weekday, hour_of_day);

CREATE MATERIALIZED VIEW mart.weekly_activity AS
SELECT week_start, users, seconds_read, verses_read FROM mart.weekly_activity_live
WHERE (SELECT s.filling FROM mart.standing s);
CREATE UNIQUE INDEX weekly_activity_key ON mart.weekly_activity (week_start);

CREATE MATERIALIZED VIEW mart.retention_cohorts AS
SELECT cohort_week, weeks_since, users, cohort_size, retained FROM mart.retention_cohorts_live
WHERE (SELECT s.filling FROM mart.standing s);
CREATE UNIQUE INDEX retention_cohorts_key ON mart.retention_cohorts (cohort_week, weeks_since);

CREATE MATERIALIZED VIEW mart.streak_distribution AS
SELECT days_from, days_to, streaks, users FROM mart.streak_distribution_live
WHERE (SELECT s.filling FROM mart.standing s);
CREATE UNIQUE INDEX streak_distribution_key ON mart.streak_distribution (days_from);

CREATE MATERIALIZED VIEW mart.goal_completion AS
SELECT week_start, users_with_goal, days_with_goal, days_met, share_met FROM mart.goal_completion_live
WHERE (SELECT s.filling FROM mart.standing s);
CREATE UNIQUE INDEX goal_completion_key ON mart.goal_completion (week_start);

CREATE MATERIALIZED VIEW mart.chapter_coverage AS
SELECT user_key, chapter_id, verses_read, verses_count, share FROM mart.chapter_coverage_live
WHERE (SELECT s.filling FROM mart.standing s);
CREATE UNIQUE INDEX chapter_coverage_key ON mart.chapter_coverage (user_key, chapter_id);

CREATE MATERIALIZED VIEW mart.last_activity AS
SELECT user_key, last_active_on, active_days FROM mart.last_activity_live
WHERE (SELECT s.filling FROM mart.standing s);
CREATE UNIQUE INDEX last_activity_key ON mart.last_activity (user_key);

-- The night in which these are filled is not over by then, and may have further passes: see mart.night.
CREATE MATERIALIZED VIEW mart.night_users AS
SELECT n.night, n.attempts, n.ended, n.ended_at, l.users_done, l.users_failed
FROM mart.night n JOIN mart.sync_nights_live l ON l.night = n.night
WHERE (SELECT s.filling FROM mart.standing s);
CREATE UNIQUE INDEX night_users_key ON mart.night_users (night);

CREATE MATERIALIZED VIEW mart.night_failures AS
SELECT night, cause, users FROM mart.sync_failures_live
WHERE (SELECT s.filling FROM mart.standing s);
CREATE UNIQUE INDEX night_failures_key ON mart.night_failures (night, cause);

COMMENT ON MATERIALIZED VIEW mart.most_saved_verses IS 'The rows of analytics.most_saved_verses as of the last refresh';
COMMENT ON MATERIALIZED VIEW mart.saves_by_chapter IS 'The rows of analytics.saves_by_chapter as of the last refresh';
COMMENT ON MATERIALIZED VIEW mart.saves_by_juz IS 'The rows of analytics.saves_by_juz as of the last refresh';
COMMENT ON MATERIALIZED VIEW mart.saves_by_month IS 'The rows of analytics.saves_by_month as of the last refresh';
COMMENT ON MATERIALIZED VIEW mart.favorite_verses IS 'The rows of analytics.favorite_verses as of the last refresh';
COMMENT ON MATERIALIZED VIEW mart.collection_growth IS 'The rows of analytics.collection_growth as of the last refresh';
COMMENT ON MATERIALIZED VIEW mart.reading_heat_map IS 'The rows of analytics.reading_heat_map as of the last refresh';
COMMENT ON MATERIALIZED VIEW mart.weekly_activity IS 'The rows of analytics.weekly_activity as of the last refresh';
COMMENT ON MATERIALIZED VIEW mart.retention_cohorts IS 'The rows of analytics.retention_cohorts as of the last refresh';
COMMENT ON MATERIALIZED VIEW mart.streak_distribution IS 'The rows of analytics.streak_distribution as of the last refresh';
COMMENT ON MATERIALIZED VIEW mart.goal_completion IS 'The rows of analytics.goal_completion as of the last refresh';
COMMENT ON MATERIALIZED VIEW mart.chapter_coverage IS 'The rows of analytics.chapter_coverage as of the last refresh';
COMMENT ON MATERIALIZED VIEW mart.last_activity IS 'The rows of mart.last_activity_live as of the last refresh';
COMMENT ON MATERIALIZED VIEW mart.night_users IS 'How many users were done and failed in each night as of the last refresh, and what the night was like then';
COMMENT ON MATERIALIZED VIEW mart.night_failures IS 'The rows of analytics.sync_failures as of the last refresh';

CREATE VIEW analytics.most_saved_verses AS
SELECT verse_key, chapter_id, verse_number, chapter_name, juz_number, saves, users FROM mart.most_saved_verses WHERE (SELECT s.good FROM mart.standing s)
UNION ALL
SELECT verse_key, chapter_id, verse_number, chapter_name, juz_number, saves, users FROM mart.most_saved_verses_live WHERE NOT (SELECT s.good FROM mart.standing s);

CREATE VIEW analytics.saves_by_chapter AS
SELECT chapter_id, chapter_name, saves, users FROM mart.saves_by_chapter WHERE (SELECT s.good FROM mart.standing s)
UNION ALL
SELECT chapter_id, chapter_name, saves, users FROM mart.saves_by_chapter_live WHERE NOT (SELECT s.good FROM mart.standing s);

CREATE VIEW analytics.saves_by_juz AS
SELECT juz_number, saves, users FROM mart.saves_by_juz WHERE (SELECT s.good FROM mart.standing s)
UNION ALL
SELECT juz_number, saves, users FROM mart.saves_by_juz_live WHERE NOT (SELECT s.good FROM mart.standing s);

CREATE VIEW analytics.saves_by_month AS
SELECT month_start, saves, users FROM mart.saves_by_month WHERE (SELECT s.good FROM mart.standing s)
UNION ALL
SELECT month_start, saves, users FROM mart.saves_by_month_live WHERE NOT (SELECT s.good FROM mart.standing s);

CREATE VIEW analytics.favorite_verses AS
SELECT verse_key, chapter_id, verse_number, chapter_name, juz_number, users FROM mart.favorite_verses WHERE (SELECT s.good FROM mart.standing s)
UNION ALL
SELECT verse_key, chapter_id, verse_number, chapter_name, juz_number, users FROM mart.favorite_verses_live WHERE NOT (SELECT s.good FROM mart.standing s);

CREATE VIEW analytics.collection_growth AS
SELECT month_start, collections_made, items_added, collections_total, items_total FROM mart.collection_growth WHERE (SELECT s.good FROM mart.standing s)
UNION ALL
SELECT month_start, collections_made, items_added, collections_total, items_total FROM mart.collection_growth_live WHERE NOT (SELECT s.good FROM mart.standing s);

CREATE VIEW analytics.reading_heat_map AS
SELECT weekday, hour_of_day, sessions, users FROM mart.reading_heat_map WHERE (SELECT s.good FROM mart.standing s)
UNION ALL
SELECT weekday, hour_of_day, sessions, users FROM mart.reading_heat_map_live WHERE NOT (SELECT s.good FROM mart.standing s);

CREATE VIEW analytics.weekly_activity AS
SELECT week_start, users, seconds_read, verses_read FROM mart.weekly_activity WHERE (SELECT s.good FROM mart.standing s)
UNION ALL
SELECT week_start, users, seconds_read, verses_read FROM mart.weekly_activity_live WHERE NOT (SELECT s.good FROM mart.standing s);

CREATE VIEW analytics.retention_cohorts AS
SELECT cohort_week, weeks_since, users, cohort_size, retained FROM mart.retention_cohorts WHERE (SELECT s.good FROM mart.standing s)
UNION ALL
SELECT cohort_week, weeks_since, users, cohort_size, retained FROM mart.retention_cohorts_live WHERE NOT (SELECT s.good FROM mart.standing s);

CREATE VIEW analytics.streak_distribution AS
SELECT days_from, days_to, streaks, users FROM mart.streak_distribution WHERE (SELECT s.good FROM mart.standing s)
UNION ALL
SELECT days_from, days_to, streaks, users FROM mart.streak_distribution_live WHERE NOT (SELECT s.good FROM mart.standing s);

CREATE VIEW analytics.goal_completion AS
SELECT week_start, users_with_goal, days_with_goal, days_met, share_met FROM mart.goal_completion WHERE (SELECT s.good FROM mart.standing s)
UNION ALL
SELECT week_start, users_with_goal, days_with_goal, days_met, share_met FROM mart.goal_completion_live WHERE NOT (SELECT s.good FROM mart.standing s);

CREATE VIEW analytics.chapter_coverage AS
SELECT user_key, chapter_id, verses_read, verses_count, share FROM mart.chapter_coverage WHERE (SELECT s.good FROM mart.standing s)
UNION ALL
SELECT user_key, chapter_id, verses_read, verses_count, share FROM mart.chapter_coverage_live WHERE NOT (SELECT s.good FROM mart.standing s);

CREATE VIEW analytics.users_gone_quiet AS
SELECT l.user_key, l.last_active_on, t.date_day - l.last_active_on AS days_quiet, l.active_days
FROM mart.last_activity l CROSS JOIN mart.today t
WHERE l.last_active_on <= t.date_day - 7 AND (SELECT s.good FROM mart.standing s)
UNION ALL
SELECT user_key, last_active_on, days_quiet, active_days
FROM mart.users_gone_quiet_live WHERE NOT (SELECT s.good FROM mart.standing s);

-- What is kept of a night is shown if the night is still what it was then. Others are counted night by night: a
-- condition on one of them reaches the tables, while a join with all would count every night there ever was.
CREATE VIEW mart.kept_night AS
SELECT n.night, k.users_done, k.users_failed
FROM mart.night n
JOIN mart.night_users k ON k.night = n.night AND k.attempts = n.attempts AND k.ended = n.ended
    AND k.ended_at IS NOT DISTINCT FROM n.ended_at
WHERE (SELECT s.good FROM mart.standing s);
COMMENT ON VIEW mart.kept_night IS 'The nights of which the rows of the last refresh still tell the truth';

CREATE VIEW analytics.sync_nights AS
SELECT n.night, n.verdict, n.passes, n.started_at, n.ended_at, n.seconds,
    CASE WHEN k.night IS NOT NULL THEN k.users_done
        ELSE (SELECT d.users FROM mart.night_done_live d WHERE d.night = n.night) END AS users_done,
    CASE WHEN k.night IS NOT NULL THEN k.users_failed
        ELSE CAST((SELECT COALESCE(SUM(f.users), 0) FROM mart.sync_failures_live f WHERE f.night = n.night) AS BIGINT)
        END AS users_failed,
    n.requests
FROM mart.night n
LEFT JOIN mart.kept_night k ON k.night = n.night;

CREATE VIEW analytics.sync_failures AS
SELECT f.night, f.cause, f.users
FROM mart.kept_night k
JOIN mart.night_failures f ON f.night = k.night
UNION ALL
SELECT n.night, l.cause, l.users
FROM mart.night n
CROSS JOIN LATERAL (
    SELECT f.cause, f.users FROM mart.sync_failures_live f WHERE f.night = n.night OFFSET 0) l
WHERE NOT EXISTS (SELECT 1 FROM mart.kept_night k WHERE k.night = n.night);
