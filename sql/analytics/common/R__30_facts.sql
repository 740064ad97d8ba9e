-- ${analytics}
DROP VIEW IF EXISTS analytics.fact_change CASCADE;
DROP VIEW IF EXISTS analytics.fact_goal CASCADE;
DROP VIEW IF EXISTS analytics.fact_streak CASCADE;
DROP VIEW IF EXISTS analytics.fact_activity_verse CASCADE;
DROP VIEW IF EXISTS analytics.fact_activity_day CASCADE;
DROP VIEW IF EXISTS analytics.fact_reading_session CASCADE;
DROP VIEW IF EXISTS analytics.fact_note_verse CASCADE;
DROP VIEW IF EXISTS analytics.fact_note CASCADE;
DROP VIEW IF EXISTS analytics.fact_collection_item CASCADE;
DROP VIEW IF EXISTS analytics.fact_collection CASCADE;
DROP VIEW IF EXISTS analytics.fact_bookmark CASCADE;

CREATE VIEW analytics.fact_bookmark AS
SELECT u.user_key, ${hash_of}u.row_secret || b.id${hash_end} AS bookmark_key, b.type,
    CASE WHEN b.type IN ('ayah', 'surah') THEN b.key_number END AS chapter_id,
    CASE WHEN b.type = 'ayah' THEN b.verse_number END AS verse_number, v.verse_id,
    CASE WHEN b.type <> 'ayah' THEN b.key_number END AS number,
    b.is_in_default_collection AS is_in_favorites, b.is_reading,
    ${day_of}b.created_at${day_end} AS created_on, b.created_at
FROM qf.bookmark b
JOIN mart.shown_user u ON u.sub = b.sub
LEFT JOIN qf.verse v
    ON b.type = 'ayah' AND v.chapter_id = b.key_number AND v.verse_number = b.verse_number AND v.deleted_at IS NULL
WHERE b.deleted_at IS NULL;
COMMENT ON VIEW analytics.fact_bookmark IS
    'The bookmarks that users have now; one row each';
COMMENT ON COLUMN analytics.fact_bookmark.user_key IS 'The user, by pseudonym; see analytics.dim_user';
COMMENT ON COLUMN analytics.fact_bookmark.bookmark_key IS 'The bookmark, by a key that only this database uses; stays the same from night to night';
COMMENT ON COLUMN analytics.fact_bookmark.type IS 'What is marked: ayah, surah, juz or page; other words may come';
COMMENT ON COLUMN analytics.fact_bookmark.chapter_id IS 'The chapter of a marked verse, or the marked chapter; NULL for a juz or page';
COMMENT ON COLUMN analytics.fact_bookmark.verse_number IS 'Number of a marked verse within its chapter; NULL if it is none';
COMMENT ON COLUMN analytics.fact_bookmark.verse_id IS 'The marked verse, see analytics.dim_verse; NULL if it is none, or one that qf.verse does not hold (yet)';
COMMENT ON COLUMN analytics.fact_bookmark.number IS 'Number of the marked surah, juz or page; NULL for a verse';
COMMENT ON COLUMN analytics.fact_bookmark.is_in_favorites IS 'Whether QF says that it is in the Favorites; NULL if it does not say';
COMMENT ON COLUMN analytics.fact_bookmark.is_reading IS 'Whether it marks where the user is reading; NULL if QF does not say';
COMMENT ON COLUMN analytics.fact_bookmark.created_on IS 'The day of created_at, in the time zone of the nights';
COMMENT ON COLUMN analytics.fact_bookmark.created_at IS 'When the user made it';

-- Without names: they are the users' own words.
CREATE VIEW analytics.fact_collection AS
SELECT u.user_key, ${hash_of}u.row_secret || c.id${hash_end} AS collection_key, c.id = '__default__' AS is_favorites,
    c.is_private, c.updated_at,
    ${day_of}c.first_seen_at${day_end} AS first_seen_on
FROM qf.collection c
JOIN mart.shown_user u ON u.sub = c.sub
WHERE c.deleted_at IS NULL;
COMMENT ON VIEW analytics.fact_collection IS
    'The collections that users have now, empty ones included; one row each. The Favorites may have items without being listed here';
COMMENT ON COLUMN analytics.fact_collection.user_key IS 'The user, by pseudonym; see analytics.dim_user';
COMMENT ON COLUMN analytics.fact_collection.collection_key IS 'The collection, by a key that only this database uses; stays the same from night to night';
COMMENT ON COLUMN analytics.fact_collection.is_favorites IS 'Whether it is the virtual Favorites';
COMMENT ON COLUMN analytics.fact_collection.is_private IS 'Whether only its owner sees it';
COMMENT ON COLUMN analytics.fact_collection.updated_at IS 'When QF says that it was last changed';
COMMENT ON COLUMN analytics.fact_collection.first_seen_on IS 'The day of the night that first saw it, in the time zone of the nights; QF does not say when it was made';

-- The service lists an item below its collection, so an item of a collection that is gone may still stand in
-- qf.collection_item: it is left out. The virtual Favorites may have items without being a listed collection.
CREATE VIEW analytics.fact_collection_item AS
SELECT u.user_key, ${hash_of}u.row_secret || i.collection_id${hash_end} AS collection_key,
    ${hash_of}u.row_secret || i.bookmark_id${hash_end} AS bookmark_key,
    i.collection_id = '__default__' AS is_favorites, i.type,
    CASE WHEN i.type IN ('ayah', 'surah') THEN i.key_number END AS chapter_id,
    CASE WHEN i.type = 'ayah' THEN i.verse_number END AS verse_number, v.verse_id,
    i.created_at AS added_at, ${day_of}i.created_at${day_end} AS added_on
FROM qf.collection_item i
JOIN mart.shown_user u ON u.sub = i.sub
LEFT JOIN qf.collection c ON c.sub = i.sub AND c.id = i.collection_id
LEFT JOIN qf.verse v
    ON i.type = 'ayah' AND v.chapter_id = i.key_number AND v.verse_number = i.verse_number AND v.deleted_at IS NULL
WHERE i.deleted_at IS NULL AND c.deleted_at IS NULL;
COMMENT ON VIEW analytics.fact_collection_item IS
    'Which bookmark is in which collection now; a bookmark in three collections has three rows';
COMMENT ON COLUMN analytics.fact_collection_item.user_key IS 'The user, by pseudonym; see analytics.dim_user';
COMMENT ON COLUMN analytics.fact_collection_item.collection_key IS 'The collection, see analytics.fact_collection';
COMMENT ON COLUMN analytics.fact_collection_item.bookmark_key IS 'The bookmark, see analytics.fact_bookmark';
COMMENT ON COLUMN analytics.fact_collection_item.is_favorites IS 'Whether the collection is the virtual Favorites';
COMMENT ON COLUMN analytics.fact_collection_item.type IS 'What is marked: ayah, surah, juz or page; other words may come';
COMMENT ON COLUMN analytics.fact_collection_item.chapter_id IS 'The chapter of a marked verse, or the marked chapter; NULL for a juz or page';
COMMENT ON COLUMN analytics.fact_collection_item.verse_number IS 'Number of a marked verse within its chapter; NULL if it is none';
COMMENT ON COLUMN analytics.fact_collection_item.verse_id IS 'The marked verse, see analytics.dim_verse; NULL if it is none, or one that qf.verse does not hold (yet)';
COMMENT ON COLUMN analytics.fact_collection_item.added_at IS 'When the user made the bookmark; QF does not say when it came into the collection, analytics.fact_membership tells which night saw it there';
COMMENT ON COLUMN analytics.fact_collection_item.added_on IS 'The day of added_at, in the time zone of the nights';

CREATE VIEW analytics.fact_note AS
SELECT u.user_key, ${hash_of}u.row_secret || n.id${hash_end} AS note_key,
    CAST(COALESCE(${length_of}n.body${length_end}, 0) AS INTEGER) AS body_length,
    COALESCE(r.range_count, 0) AS range_count, COALESCE(r.verse_count, 0) AS verse_count, n.created_at, n.updated_at
FROM qf.note n
JOIN mart.shown_user u ON u.sub = n.sub
LEFT JOIN (
    SELECT x.sub, x.row_id, MAX(x.range_number) AS range_count,
    SUM(x.last_verse_id - x.first_verse_id + 1) AS verse_count
    FROM mart.verse_range x
    WHERE x.entity = 'note'
    GROUP BY x.sub, x.row_id) r ON r.sub = n.sub AND r.row_id = n.id
WHERE n.deleted_at IS NULL;
COMMENT ON VIEW analytics.fact_note IS
    'The notes that users have now, without what they wrote; one row each';
COMMENT ON COLUMN analytics.fact_note.user_key IS 'The user, by pseudonym; see analytics.dim_user';
COMMENT ON COLUMN analytics.fact_note.note_key IS 'The note, by a key that only this database uses; stays the same from night to night';
COMMENT ON COLUMN analytics.fact_note.body_length IS 'How many characters it has';
COMMENT ON COLUMN analytics.fact_note.range_count IS 'About how many ranges of verses it is; those that overlap are one';
COMMENT ON COLUMN analytics.fact_note.verse_count IS 'About how many verses it is, each counted once';
COMMENT ON COLUMN analytics.fact_note.created_at IS 'When the user wrote it';
COMMENT ON COLUMN analytics.fact_note.updated_at IS 'When QF says that it was last changed';

CREATE VIEW analytics.fact_note_verse AS
SELECT u.user_key, ${hash_of}u.row_secret || n.id${hash_end} AS note_key, v.verse_id
FROM qf.note n
JOIN mart.shown_user u ON u.sub = n.sub
JOIN mart.verse_range r ON r.sub = n.sub AND r.entity = 'note' AND r.row_id = n.id
JOIN qf.verse v ON v.verse_id BETWEEN r.first_verse_id AND r.last_verse_id AND v.deleted_at IS NULL
WHERE n.deleted_at IS NULL;
COMMENT ON VIEW analytics.fact_note_verse IS
    'Which verses each note is about; one row per note and verse. Ranges are read when a run is sealed';
COMMENT ON COLUMN analytics.fact_note_verse.user_key IS 'The user, by pseudonym; see analytics.dim_user';
COMMENT ON COLUMN analytics.fact_note_verse.note_key IS 'The note, see analytics.fact_note';
COMMENT ON COLUMN analytics.fact_note_verse.verse_id IS 'The verse, see analytics.dim_verse';

CREATE VIEW analytics.fact_reading_session AS
SELECT u.user_key, ${hash_of}u.row_secret || s.id${hash_end} AS session_key, s.chapter_number AS chapter_id,
    s.verse_number, v.verse_id,
    s.updated_at AS read_at
FROM qf.reading_session s
JOIN mart.shown_user u ON u.sub = s.sub
LEFT JOIN qf.verse v
    ON v.chapter_id = s.chapter_number AND v.verse_number = s.verse_number AND v.deleted_at IS NULL
WHERE s.deleted_at IS NULL;
COMMENT ON VIEW analytics.fact_reading_session IS
    'The places where users read: places, not time spent; one row each';
COMMENT ON COLUMN analytics.fact_reading_session.user_key IS 'The user, by pseudonym; see analytics.dim_user';
COMMENT ON COLUMN analytics.fact_reading_session.session_key IS 'The session, by a key that only this database uses; stays the same from night to night';
COMMENT ON COLUMN analytics.fact_reading_session.chapter_id IS 'The chapter, see analytics.dim_chapter';
COMMENT ON COLUMN analytics.fact_reading_session.verse_number IS 'The verse within the chapter';
COMMENT ON COLUMN analytics.fact_reading_session.verse_id IS 'The verse, see analytics.dim_verse; NULL if qf.verse does not hold it (yet)';
COMMENT ON COLUMN analytics.fact_reading_session.read_at IS 'When the user was last there';

-- A measure that is NULL does not apply. Without a target there is no goal to meet.
CREATE VIEW analytics.fact_activity_day AS
SELECT u.user_key, ${hash_of}u.row_secret || d.id${hash_end} AS activity_key, d.activity_date, d.type, d.progress,
    d.pages_read, d.seconds_read,
    d.verses_read, d.daily_target_seconds, d.daily_target_pages,
    CASE
        WHEN d.daily_target_seconds IS NOT NULL OR d.daily_target_pages IS NOT NULL OR d.daily_target_ranges IS NOT NULL
        THEN COALESCE(d.progress >= 1, FALSE)
    END AS goal_met
FROM qf.activity_day d
JOIN mart.shown_user u ON u.sub = d.sub
WHERE d.deleted_at IS NULL;
COMMENT ON VIEW analytics.fact_activity_day IS
    'How much users read or learned on which day; one row per user, day and kind of activity';
COMMENT ON COLUMN analytics.fact_activity_day.user_key IS 'The user, by pseudonym; see analytics.dim_user';
COMMENT ON COLUMN analytics.fact_activity_day.activity_key IS 'The activity day, by a key that only this database uses; stays the same from night to night';
COMMENT ON COLUMN analytics.fact_activity_day.activity_date IS 'The day, in the user''s time zone as QF knows it';
COMMENT ON COLUMN analytics.fact_activity_day.type IS 'What kind of activity: QURAN for reading; LESSON and others; other words may come';
COMMENT ON COLUMN analytics.fact_activity_day.progress IS 'How much of the goal of that day was reached, 0 to 1';
COMMENT ON COLUMN analytics.fact_activity_day.pages_read IS 'How many pages were read, with fractions';
COMMENT ON COLUMN analytics.fact_activity_day.seconds_read IS 'How many seconds were read, as QF counts them';
COMMENT ON COLUMN analytics.fact_activity_day.verses_read IS 'How many verses were read';
COMMENT ON COLUMN analytics.fact_activity_day.daily_target_seconds IS 'The goal of that day in seconds; NULL if it is none or another kind';
COMMENT ON COLUMN analytics.fact_activity_day.daily_target_pages IS 'The goal of that day in pages; NULL if it is none or another kind';
COMMENT ON COLUMN analytics.fact_activity_day.goal_met IS 'Whether the goal of that day was reached; NULL if there was none';

CREATE VIEW analytics.fact_activity_verse AS
SELECT u.user_key, ${hash_of}u.row_secret || d.id${hash_end} AS activity_key, d.activity_date, d.type, v.verse_id
FROM qf.activity_day d
JOIN mart.shown_user u ON u.sub = d.sub
JOIN mart.verse_range r ON r.sub = d.sub AND r.entity = 'activity_day' AND r.row_id = d.id
JOIN qf.verse v ON v.verse_id BETWEEN r.first_verse_id AND r.last_verse_id AND v.deleted_at IS NULL
WHERE d.deleted_at IS NULL;
COMMENT ON VIEW analytics.fact_activity_verse IS
    'Which verses were read on which day; one row per activity day and verse. Ranges are read when a run is sealed';
COMMENT ON COLUMN analytics.fact_activity_verse.user_key IS 'The user, by pseudonym; see analytics.dim_user';
COMMENT ON COLUMN analytics.fact_activity_verse.activity_key IS 'The activity day, see analytics.fact_activity_day';
COMMENT ON COLUMN analytics.fact_activity_verse.activity_date IS 'The day, in the user''s time zone as QF knows it';
COMMENT ON COLUMN analytics.fact_activity_verse.type IS 'What kind of activity, as in analytics.fact_activity_day';
COMMENT ON COLUMN analytics.fact_activity_verse.verse_id IS 'The verse, see analytics.dim_verse';

-- QF writes the first and the last moment of its days in UTC, whatever the user's zone is.
CREATE VIEW analytics.fact_streak AS
SELECT u.user_key, ${hash_of}u.row_secret || s.id${hash_end} AS streak_key,
    ${utc_day_of}s.starts_at${utc_day_end} AS starts_on,
    ${utc_day_of}s.ends_at${utc_day_end} AS ends_on, s.days, s.status, s.type
FROM qf.streak s
JOIN mart.shown_user u ON u.sub = s.sub
WHERE s.deleted_at IS NULL;
COMMENT ON VIEW analytics.fact_streak IS
    'Runs of consecutive days on which a user read; one row each';
COMMENT ON COLUMN analytics.fact_streak.user_key IS 'The user, by pseudonym; see analytics.dim_user';
COMMENT ON COLUMN analytics.fact_streak.streak_key IS 'The streak, by a key that only this database uses; stays the same from night to night';
COMMENT ON COLUMN analytics.fact_streak.starts_on IS 'Its first day';
COMMENT ON COLUMN analytics.fact_streak.ends_on IS 'Its last day';
COMMENT ON COLUMN analytics.fact_streak.days IS 'How many days it lasts or lasted';
COMMENT ON COLUMN analytics.fact_streak.status IS 'ACTIVE or BROKEN; other words may come';
COMMENT ON COLUMN analytics.fact_streak.type IS 'What kind of activity: QURAN; other words may come';

CREATE VIEW analytics.fact_goal AS
SELECT u.user_key, g.goal_type, g.has_goal, g.plan_date, g.progress
FROM qf.goal_plan g
JOIN mart.shown_user u ON u.sub = g.sub
WHERE g.deleted_at IS NULL;
COMMENT ON VIEW analytics.fact_goal IS
    'Reading goals as they were when last asked for; one row per user and kind of goal, set or not';
COMMENT ON COLUMN analytics.fact_goal.user_key IS 'The user, by pseudonym; see analytics.dim_user';
COMMENT ON COLUMN analytics.fact_goal.goal_type IS 'The kind: QURAN_TIME, QURAN_PAGES or QURAN_RANGE';
COMMENT ON COLUMN analytics.fact_goal.has_goal IS 'Whether the user has such a goal; if not, the columns below are NULL';
COMMENT ON COLUMN analytics.fact_goal.plan_date IS 'The day of the plan';
COMMENT ON COLUMN analytics.fact_goal.progress IS 'How much of the goal was reached that day, 0 to 1';

CREATE VIEW analytics.fact_change AS
SELECT u.user_key, e.happened_at, r.night, SUBSTRING(e.entity FROM 4) AS entity, e.kind
FROM ops.change_event e
JOIN mart.shown_user u ON u.sub = e.sub
LEFT JOIN ops.run r ON r.run_id = e.run_id;
COMMENT ON VIEW analytics.fact_change IS
    'What runs inserted, changed and removed among users'' rows, without what stood in them; one row per change';
COMMENT ON COLUMN analytics.fact_change.user_key IS 'The user, by pseudonym; see analytics.dim_user';
COMMENT ON COLUMN analytics.fact_change.happened_at IS 'The time that the row got for the change: when the run that saw it began';
COMMENT ON COLUMN analytics.fact_change.night IS 'The night of the run that saw it';
COMMENT ON COLUMN analytics.fact_change.entity IS 'Table of the row in schema qf, such as bookmark';
COMMENT ON COLUMN analytics.fact_change.kind IS 'INSERT (a row that comes back after it was removed, too), UPDATE or DELETE';
