-- The finished questions as analysts see them: calculated when they are asked. ${analytics}
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

CREATE VIEW analytics.most_saved_verses AS
SELECT verse_key, chapter_id, verse_number, chapter_name, juz_number, saves, users FROM mart.most_saved_verses_live;

CREATE VIEW analytics.saves_by_chapter AS
SELECT chapter_id, chapter_name, saves, users FROM mart.saves_by_chapter_live;

CREATE VIEW analytics.saves_by_juz AS
SELECT juz_number, saves, users FROM mart.saves_by_juz_live;

CREATE VIEW analytics.saves_by_month AS
SELECT month_start, saves, users FROM mart.saves_by_month_live;

CREATE VIEW analytics.favorite_verses AS
SELECT verse_key, chapter_id, verse_number, chapter_name, juz_number, users FROM mart.favorite_verses_live;

CREATE VIEW analytics.collection_growth AS
SELECT month_start, collections_made, items_added, collections_total, items_total FROM mart.collection_growth_live;

CREATE VIEW analytics.reading_heat_map AS
SELECT weekday, hour_of_day, sessions, users FROM mart.reading_heat_map_live;

CREATE VIEW analytics.weekly_activity AS
SELECT week_start, users, seconds_read, verses_read FROM mart.weekly_activity_live;

CREATE VIEW analytics.retention_cohorts AS
SELECT cohort_week, weeks_since, users, cohort_size, retained FROM mart.retention_cohorts_live;

CREATE VIEW analytics.streak_distribution AS
SELECT days_from, days_to, streaks, users FROM mart.streak_distribution_live;

CREATE VIEW analytics.goal_completion AS
SELECT week_start, users_with_goal, days_with_goal, days_met, share_met FROM mart.goal_completion_live;

CREATE VIEW analytics.chapter_coverage AS
SELECT user_key, chapter_id, verses_read, verses_count, share FROM mart.chapter_coverage_live;

CREATE VIEW analytics.users_gone_quiet AS
SELECT user_key, last_active_on, days_quiet, active_days FROM mart.users_gone_quiet_live;

CREATE VIEW analytics.sync_nights AS
SELECT night, verdict, passes, started_at, ended_at, seconds, users_done, users_failed, requests FROM mart.sync_nights_live;

CREATE VIEW analytics.sync_failures AS
SELECT night, cause, users FROM mart.sync_failures_live;
