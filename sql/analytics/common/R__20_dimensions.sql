-- ${analytics}
DROP VIEW IF EXISTS analytics.dim_date CASCADE;
DROP VIEW IF EXISTS analytics.dim_user CASCADE;
DROP VIEW IF EXISTS analytics.dim_verse CASCADE;
DROP VIEW IF EXISTS analytics.dim_chapter CASCADE;

CREATE VIEW analytics.dim_chapter AS
SELECT c.chapter_id, c.name_simple, c.name_arabic, c.translated_name, c.revelation_place, c.revelation_order,
    c.verses_count
FROM qf.chapter c
WHERE c.deleted_at IS NULL;
COMMENT ON VIEW analytics.dim_chapter IS
    'The chapters (surahs) of the Quran; one row each';
COMMENT ON COLUMN analytics.dim_chapter.chapter_id IS 'Number of the chapter, 1 to 114';
COMMENT ON COLUMN analytics.dim_chapter.name_simple IS 'Name in Latin letters without diacritics';
COMMENT ON COLUMN analytics.dim_chapter.name_arabic IS 'Name in Arabic script';
COMMENT ON COLUMN analytics.dim_chapter.translated_name IS 'Name translated into the language that content is copied in';
COMMENT ON COLUMN analytics.dim_chapter.revelation_place IS 'Where it was revealed: makkah or madinah';
COMMENT ON COLUMN analytics.dim_chapter.revelation_order IS 'Its place in the order of revelation';
COMMENT ON COLUMN analytics.dim_chapter.verses_count IS 'How many verses it has';

CREATE VIEW analytics.dim_verse AS
SELECT v.verse_id, v.verse_key, v.chapter_id, v.verse_number, v.juz_number, v.hizb_number, v.rub_el_hizb_number,
    v.ruku_number, v.manzil_number, v.page_number
FROM qf.verse v
WHERE v.deleted_at IS NULL;
COMMENT ON VIEW analytics.dim_verse IS
    'The verses (ayahs) of the Quran and the divisions that each belongs to; one row each, without their text';
COMMENT ON COLUMN analytics.dim_verse.verse_id IS 'Running number of the verse in the order of the mushaf, 1 to 6236';
COMMENT ON COLUMN analytics.dim_verse.verse_key IS 'Chapter and verse with a colon, for example 2:255';
COMMENT ON COLUMN analytics.dim_verse.chapter_id IS 'The chapter, see analytics.dim_chapter';
COMMENT ON COLUMN analytics.dim_verse.verse_number IS 'Its number within the chapter';
COMMENT ON COLUMN analytics.dim_verse.juz_number IS 'Juz it belongs to, 1 to 30';
COMMENT ON COLUMN analytics.dim_verse.hizb_number IS 'Hizb it belongs to, 1 to 60';
COMMENT ON COLUMN analytics.dim_verse.rub_el_hizb_number IS 'Quarter of a hizb it belongs to, 1 to 240';
COMMENT ON COLUMN analytics.dim_verse.ruku_number IS 'Ruku it belongs to, 1 to 558';
COMMENT ON COLUMN analytics.dim_verse.manzil_number IS 'Manzil it belongs to, 1 to 7';
COMMENT ON COLUMN analytics.dim_verse.page_number IS 'Page of the Madani mushaf, 1 to 604';

-- A user whom two of our clients know is shown by the newer of the two consents.
CREATE VIEW analytics.dim_user AS
SELECT u.user_key, ${day_of}u.first_seen_at${day_end} AS first_seen_on,
    CASE
        WHEN g.state IN ('ACTIVE', 'REFRESHING', 'IN_DOUBT') THEN 'granted'
        WHEN g.state = 'PAUSED' THEN 'paused'
        WHEN g.state = 'QUARANTINED' THEN 'quarantined'
        WHEN g.state IN ('REAUTH_REQUIRED', 'REVOKED') THEN 'to be renewed'
        ELSE 'unknown'
    END AS consent_state,
    NULLIF(SUBSTRING(CONCAT(
        CASE WHEN g.scopes LIKE '% activity_day %' OR g.scopes LIKE '% activity_day.read %' THEN ', activity_days' ELSE '' END,
        CASE WHEN g.scopes LIKE '% bookmark %' OR g.scopes LIKE '% bookmark.read %' THEN ', bookmarks' ELSE '' END,
        CASE WHEN g.scopes LIKE '% collection %' OR g.scopes LIKE '% collection.read %' THEN ', collection_items' ELSE '' END,
        CASE WHEN g.scopes LIKE '% collection %' OR g.scopes LIKE '% collection.read %' THEN ', collections' ELSE '' END,
        CASE WHEN g.scopes LIKE '% goal %' OR g.scopes LIKE '% goal.read %' THEN ', goal_plan' ELSE '' END,
        CASE WHEN g.scopes LIKE '% note %' OR g.scopes LIKE '% note.read %' THEN ', notes' ELSE '' END,
        CASE WHEN g.scopes LIKE '% preference %' OR g.scopes LIKE '% preference.read %' THEN ', preferences' ELSE '' END,
        CASE WHEN g.scopes LIKE '% user %' OR g.scopes LIKE '% user.profile.read %' THEN ', profile' ELSE '' END,
        CASE WHEN g.scopes LIKE '% reading_session %' OR g.scopes LIKE '% reading_session.read %' THEN ', reading_sessions' ELSE '' END,
        CASE WHEN g.scopes LIKE '% streak %' OR g.scopes LIKE '% streak.read %' THEN ', streaks' ELSE '' END) FROM 3), '') AS granted_datasets
FROM mart.shown_user u
LEFT JOIN (
    SELECT s.sub, s.state, CONCAT(' ', s.scopes, ' ') AS scopes,
        ROW_NUMBER() OVER (PARTITION BY s.sub ORDER BY s.obtained_at DESC, s.client_id) AS place
    FROM ops.grant_status s
    WHERE s.withdrawn_at IS NULL) g ON g.sub = u.sub AND g.place = 1;
COMMENT ON VIEW analytics.dim_user IS
    'The users who let us copy their data, by pseudonym; who withdrew is not among them from that moment on';
COMMENT ON COLUMN analytics.dim_user.user_key IS 'Pseudonym: a keyed hash that stays the same from night to night';
COMMENT ON COLUMN analytics.dim_user.first_seen_on IS 'The day on which their data was first stored, in the time zone of the nights';
COMMENT ON COLUMN analytics.dim_user.consent_state IS 'granted; paused: set aside by an operator; quarantined: not used until an operator releases it; to be renewed: they have to consent again before more can be copied; unknown: no consent is on file';
COMMENT ON COLUMN analytics.dim_user.granted_datasets IS 'The datasets that the consent covers, in alphabetical order with a comma and a space between them; NULL if it covers none';

CREATE VIEW analytics.dim_date AS
SELECT d.date_day, CAST(EXTRACT(YEAR FROM d.date_day) AS INTEGER) AS calendar_year,
    CAST(EXTRACT(QUARTER FROM d.date_day) AS INTEGER) AS calendar_quarter,
    CAST(EXTRACT(MONTH FROM d.date_day) AS INTEGER) AS calendar_month,
    d.date_day - CAST(EXTRACT(ISODOW FROM d.date_day) - 1 AS INTEGER) AS iso_week_start,
    CAST(EXTRACT(ISODOW FROM d.date_day) AS INTEGER) AS weekday, EXTRACT(ISODOW FROM d.date_day) > 5 AS is_weekend
FROM (
    SELECT DATE '2015-01-01' + (a.n + 10 * b.n + 100 * c.n + 1000 * e.n) AS date_day
    FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS a (n)
    CROSS JOIN (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS b (n)
    CROSS JOIN (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS c (n)
    CROSS JOIN (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14)) AS e (n)) d
WHERE EXTRACT(YEAR FROM d.date_day) <= EXTRACT(YEAR FROM CURRENT_DATE) + 1;
COMMENT ON VIEW analytics.dim_date IS
    'The days from 2015-01-01 to the end of next year; one row each';
COMMENT ON COLUMN analytics.dim_date.date_day IS 'The day; joins with every column that is a date';
COMMENT ON COLUMN analytics.dim_date.calendar_year IS 'Year of the day';
COMMENT ON COLUMN analytics.dim_date.calendar_quarter IS 'Its quarter, 1 to 4';
COMMENT ON COLUMN analytics.dim_date.calendar_month IS 'Its month, 1 to 12';
COMMENT ON COLUMN analytics.dim_date.iso_week_start IS 'The Monday of its week';
COMMENT ON COLUMN analytics.dim_date.weekday IS '1 is Monday, 7 is Sunday';
COMMENT ON COLUMN analytics.dim_date.is_weekend IS 'Whether it is a Saturday or a Sunday';
