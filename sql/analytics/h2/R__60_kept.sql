-- Nothing is kept ready here: all is calculated when it is asked. ${analytics}
DROP VIEW IF EXISTS mart.verse_saves CASCADE;
DROP VIEW IF EXISTS mart.chapter_saves CASCADE;
DROP VIEW IF EXISTS mart.juz_saves CASCADE;
DROP VIEW IF EXISTS mart.month_saves CASCADE;
DROP VIEW IF EXISTS mart.month_growth CASCADE;
DROP VIEW IF EXISTS mart.reading_hours CASCADE;
DROP VIEW IF EXISTS mart.week_activity CASCADE;
DROP VIEW IF EXISTS mart.week_retention CASCADE;
DROP VIEW IF EXISTS mart.streak_lengths CASCADE;
DROP VIEW IF EXISTS mart.week_goals CASCADE;
DROP VIEW IF EXISTS mart.coverage CASCADE;
DROP VIEW IF EXISTS mart.last_activity CASCADE;
DROP VIEW IF EXISTS analytics.sync_nights CASCADE;
DROP VIEW IF EXISTS analytics.sync_failures CASCADE;

CREATE VIEW mart.verse_saves AS SELECT * FROM mart.verse_saves_live;
CREATE VIEW mart.chapter_saves AS SELECT * FROM mart.chapter_saves_live;
CREATE VIEW mart.juz_saves AS SELECT * FROM mart.juz_saves_live;
CREATE VIEW mart.month_saves AS SELECT * FROM mart.month_saves_live;
CREATE VIEW mart.month_growth AS SELECT * FROM mart.month_growth_live;
CREATE VIEW mart.reading_hours AS SELECT * FROM mart.reading_hours_live;
CREATE VIEW mart.week_activity AS SELECT * FROM mart.week_activity_live;
CREATE VIEW mart.week_retention AS SELECT * FROM mart.week_retention_live;
CREATE VIEW mart.streak_lengths AS SELECT * FROM mart.streak_lengths_live;
CREATE VIEW mart.week_goals AS SELECT * FROM mart.week_goals_live;
CREATE VIEW mart.coverage AS SELECT * FROM mart.coverage_live;
CREATE VIEW mart.last_activity AS SELECT * FROM mart.last_activity_live;
COMMENT ON VIEW mart.verse_saves IS 'The same as mart.verse_saves_live';
COMMENT ON VIEW mart.chapter_saves IS 'The same as mart.chapter_saves_live';
COMMENT ON VIEW mart.juz_saves IS 'The same as mart.juz_saves_live';
COMMENT ON VIEW mart.month_saves IS 'The same as mart.month_saves_live';
COMMENT ON VIEW mart.month_growth IS 'The same as mart.month_growth_live';
COMMENT ON VIEW mart.reading_hours IS 'The same as mart.reading_hours_live';
COMMENT ON VIEW mart.week_activity IS 'The same as mart.week_activity_live';
COMMENT ON VIEW mart.week_retention IS 'The same as mart.week_retention_live';
COMMENT ON VIEW mart.streak_lengths IS 'The same as mart.streak_lengths_live';
COMMENT ON VIEW mart.week_goals IS 'The same as mart.week_goals_live';
COMMENT ON VIEW mart.coverage IS 'The same as mart.coverage_live';
COMMENT ON VIEW mart.last_activity IS 'The same as mart.last_activity_live';

CREATE VIEW analytics.sync_nights AS
SELECT night, verdict, passes, started_at, ended_at, seconds, users_done, users_failed, requests FROM mart.sync_nights_live;

CREATE VIEW analytics.sync_failures AS
SELECT night, cause, users FROM mart.sync_failures_live;
