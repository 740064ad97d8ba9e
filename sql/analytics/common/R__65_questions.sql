-- The finished questions as analysts see them: what is counted by slices of users is added up, which is right because a
-- user is in one slice. Whether a slice was kept ready or is calculated now, mart.<...> without _live knows. ${analytics}
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

CREATE VIEW analytics.most_saved_verses AS
SELECT CONCAT(s.chapter_id, ':', s.verse_number) AS verse_key, s.chapter_id, s.verse_number,
    c.name_simple AS chapter_name, v.juz_number, s.saves, s.users
FROM (
    SELECT p.chapter_id, p.verse_number, CAST(SUM(p.saves) AS BIGINT) AS saves, CAST(SUM(p.users) AS BIGINT) AS users
    FROM mart.verse_saves p
    GROUP BY p.chapter_id, p.verse_number) s
LEFT JOIN qf.chapter c ON c.chapter_id = s.chapter_id AND c.deleted_at IS NULL
LEFT JOIN qf.verse v
    ON v.chapter_id = s.chapter_id AND v.verse_number = s.verse_number AND v.deleted_at IS NULL;

CREATE VIEW analytics.saves_by_chapter AS
SELECT s.chapter_id, c.name_simple AS chapter_name, s.saves, s.users
FROM (
    SELECT p.chapter_id, CAST(SUM(p.saves) AS BIGINT) AS saves, CAST(SUM(p.users) AS BIGINT) AS users
    FROM mart.chapter_saves p
    GROUP BY p.chapter_id) s
LEFT JOIN qf.chapter c ON c.chapter_id = s.chapter_id AND c.deleted_at IS NULL;

CREATE VIEW analytics.saves_by_juz AS
SELECT p.juz_number, CAST(SUM(p.saves) AS BIGINT) AS saves, CAST(SUM(p.users) AS BIGINT) AS users
FROM mart.juz_saves p
GROUP BY p.juz_number;

CREATE VIEW analytics.saves_by_month AS
SELECT CAST(CONCAT(p.month_number / 12, '-', MOD(p.month_number, 12) + 1, '-01') AS DATE) AS month_start,
    CAST(SUM(p.saves) AS BIGINT) AS saves, CAST(SUM(p.users) AS BIGINT) AS users
FROM mart.month_saves p
GROUP BY p.month_number;

CREATE VIEW analytics.favorite_verses AS
SELECT CONCAT(s.chapter_id, ':', s.verse_number) AS verse_key, s.chapter_id, s.verse_number,
    c.name_simple AS chapter_name, v.juz_number, s.users
FROM (
    SELECT p.chapter_id, p.verse_number, CAST(SUM(p.favorite_users) AS BIGINT) AS users
    FROM mart.verse_saves p
    GROUP BY p.chapter_id, p.verse_number) s
LEFT JOIN qf.chapter c ON c.chapter_id = s.chapter_id AND c.deleted_at IS NULL
LEFT JOIN qf.verse v
    ON v.chapter_id = s.chapter_id AND v.verse_number = s.verse_number AND v.deleted_at IS NULL
WHERE s.users > 0;

CREATE VIEW analytics.collection_growth AS
SELECT CAST(CONCAT(m.month_number / 12, '-', MOD(m.month_number, 12) + 1, '-01') AS DATE) AS month_start,
    m.collections AS collections_made, m.items AS items_added,
    CAST(SUM(m.collections) OVER (ORDER BY m.month_number) AS BIGINT) AS collections_total,
    CAST(SUM(m.items) OVER (ORDER BY m.month_number) AS BIGINT) AS items_total
FROM (
    SELECT p.month_number, CAST(SUM(p.collections) AS BIGINT) AS collections, CAST(SUM(p.items) AS BIGINT) AS items
    FROM mart.month_growth p
    GROUP BY p.month_number) m;

CREATE VIEW analytics.reading_heat_map AS
SELECT p.weekday, p.hour_of_day, CAST(SUM(p.sessions) AS BIGINT) AS sessions, CAST(SUM(p.users) AS BIGINT) AS users
FROM mart.reading_hours p
GROUP BY p.weekday, p.hour_of_day;

CREATE VIEW analytics.weekly_activity AS
SELECT p.week_start, CAST(SUM(p.users) AS BIGINT) AS users, CAST(SUM(p.seconds_read) AS BIGINT) AS seconds_read,
    CAST(SUM(p.verses_read) AS BIGINT) AS verses_read
FROM mart.week_activity p
GROUP BY p.week_start;

-- Every cohort has a row for each later week in which anybody read, so that a week without any of it is a zero.
CREATE VIEW analytics.retention_cohorts AS
WITH counted AS (
    SELECT p.cohort_week, p.week_start, CAST(SUM(p.users) AS BIGINT) AS users
    FROM mart.week_retention p
    GROUP BY p.cohort_week, p.week_start
)
SELECT s.cohort_week,
    CAST((EXTRACT(EPOCH FROM w.week_start) - EXTRACT(EPOCH FROM s.cohort_week)) / 604800 AS INTEGER) AS weeks_since,
    COALESCE(c.users, 0) AS users, s.users AS cohort_size,
    CAST(COALESCE(c.users, 0) AS DOUBLE PRECISION) / s.users AS retained
FROM counted s
JOIN (SELECT DISTINCT k.week_start FROM counted k) w ON w.week_start >= s.cohort_week
LEFT JOIN counted c ON c.cohort_week = s.cohort_week AND c.week_start = w.week_start
WHERE s.week_start = s.cohort_week;

CREATE VIEW analytics.streak_distribution AS
SELECT b.days_from, b.days_to, CAST(COALESCE(SUM(p.streaks), 0) AS BIGINT) AS streaks,
    CAST(COALESCE(SUM(p.users), 0) AS BIGINT) AS users
FROM (VALUES (1, 1), (2, 2), (3, 3), (4, 6), (7, 13), (14, 29), (30, 59), (60, 99), (100, 199), (200, 364),
    (365, CAST(NULL AS INTEGER))) AS b (days_from, days_to)
LEFT JOIN mart.streak_lengths p ON p.days_from = b.days_from
GROUP BY b.days_from, b.days_to;

CREATE VIEW analytics.goal_completion AS
SELECT p.week_start, CAST(SUM(p.users) AS BIGINT) AS users_with_goal, CAST(SUM(p.days) AS BIGINT) AS days_with_goal,
    CAST(SUM(p.met) AS BIGINT) AS days_met, CAST(SUM(p.met) AS DOUBLE PRECISION) / SUM(p.days) AS share_met
FROM mart.week_goals p
GROUP BY p.week_start;

CREATE VIEW analytics.chapter_coverage AS
SELECT p.user_key, p.chapter_id, p.verses_read, c.verses_count,
    CAST(p.verses_read AS DOUBLE PRECISION) / c.verses_count AS share
FROM mart.coverage p
JOIN qf.chapter c ON c.chapter_id = p.chapter_id AND c.deleted_at IS NULL AND c.verses_count > 0;

-- The days since then are counted when the question is asked: the day goes on though nothing is stored.
CREATE VIEW analytics.users_gone_quiet AS
SELECT l.user_key, l.last_active_on,
    CAST((EXTRACT(EPOCH FROM t.date_day) - EXTRACT(EPOCH FROM l.last_active_on)) / 86400 AS INTEGER) AS days_quiet,
    l.active_days
FROM mart.last_activity l CROSS JOIN mart.today t
WHERE l.last_active_on <= t.date_day - 7;
