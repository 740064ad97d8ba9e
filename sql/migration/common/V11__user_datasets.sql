-- What users keep besides collections and bookmarks.

CREATE TABLE qf.note (
    sub VARCHAR(255) NOT NULL,
    id VARCHAR(255) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE,
    updated_at TIMESTAMP WITH TIME ZONE,
    body VARCHAR,
    source VARCHAR,
    attached_entities qf.json_document,
    ranges qf.json_document,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (sub, id)
);
COMMENT ON TABLE qf.note IS 'Users'' notes on verses; the body is personal';
COMMENT ON COLUMN qf.note.sub IS 'The user, see qf.app_user';
COMMENT ON COLUMN qf.note.id IS 'QF''s id of the note';
COMMENT ON COLUMN qf.note.created_at IS 'When the user wrote it';
COMMENT ON COLUMN qf.note.updated_at IS 'When QF says that it was last changed';
COMMENT ON COLUMN qf.note.body IS 'The text of the note';
COMMENT ON COLUMN qf.note.source IS 'The application it was written in, as QF names it';
COMMENT ON COLUMN qf.note.attached_entities IS 'What it is attached to, such as a reflection, as a JSON array of objects';
COMMENT ON COLUMN qf.note.ranges IS 'The verses it is about, a JSON array of ranges such as 2:255-2:257';
COMMENT ON COLUMN qf.note.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.note.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.note.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.note.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.note.deleted_at IS 'Tombstone: when a complete listing no longer held this row; NULL while it is live';
COMMENT ON COLUMN qf.note.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';

CREATE TABLE qf.reading_session (
    sub VARCHAR(255) NOT NULL,
    id VARCHAR(255) NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE,
    chapter_number INTEGER,
    verse_number INTEGER,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (sub, id)
);
COMMENT ON TABLE qf.reading_session IS 'Where users last read; QF rewrites a session that is touched again within 20 minutes, so this is a history of places, not of time spent';
COMMENT ON COLUMN qf.reading_session.sub IS 'The user, see qf.app_user';
COMMENT ON COLUMN qf.reading_session.id IS 'QF''s id of the session';
COMMENT ON COLUMN qf.reading_session.updated_at IS 'When the user was last there';
COMMENT ON COLUMN qf.reading_session.chapter_number IS 'The chapter, see qf.chapter';
COMMENT ON COLUMN qf.reading_session.verse_number IS 'The verse within the chapter';
COMMENT ON COLUMN qf.reading_session.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.reading_session.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.reading_session.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.reading_session.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.reading_session.deleted_at IS 'Tombstone: when a complete listing no longer held this row; NULL while it is live';
COMMENT ON COLUMN qf.reading_session.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';
CREATE INDEX reading_session_by_verse ON qf.reading_session (chapter_number, verse_number);

CREATE TABLE qf.activity_day (
    sub VARCHAR(255) NOT NULL,
    id VARCHAR(255) NOT NULL,
    activity_date DATE,
    type VARCHAR,
    progress DOUBLE PRECISION,
    mushaf_id INTEGER,
    ranges qf.json_document,
    pages_read DOUBLE PRECISION,
    seconds_read INTEGER,
    verses_read INTEGER,
    manually_added_seconds INTEGER,
    daily_target_pages DOUBLE PRECISION,
    daily_target_seconds INTEGER,
    daily_target_ranges qf.json_document,
    remaining_daily_target_ranges qf.json_document,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (sub, id)
);
COMMENT ON TABLE qf.activity_day IS 'What users did on a day, a row for each day and kind of activity';
COMMENT ON COLUMN qf.activity_day.sub IS 'The user, see qf.app_user';
COMMENT ON COLUMN qf.activity_day.id IS 'QF''s id of the activity day';
COMMENT ON COLUMN qf.activity_day.activity_date IS 'The day, in the user''s time zone as QF knows it';
COMMENT ON COLUMN qf.activity_day.type IS 'What kind of activity: QURAN for reading; LESSON and others; other words may come';
COMMENT ON COLUMN qf.activity_day.progress IS 'How much of the goal of that day was reached, 0 to 1';
COMMENT ON COLUMN qf.activity_day.mushaf_id IS 'The mushaf by whose pages it is counted';
COMMENT ON COLUMN qf.activity_day.ranges IS 'The verses read that day, a JSON array of ranges such as 1:1-1:7';
COMMENT ON COLUMN qf.activity_day.pages_read IS 'How many pages were read, with fractions';
COMMENT ON COLUMN qf.activity_day.seconds_read IS 'How many seconds were read, as QF counts them';
COMMENT ON COLUMN qf.activity_day.verses_read IS 'How many verses were read';
COMMENT ON COLUMN qf.activity_day.manually_added_seconds IS 'Seconds among them that the user entered by hand';
COMMENT ON COLUMN qf.activity_day.daily_target_pages IS 'The goal of that day in pages; NULL if it is none or another kind';
COMMENT ON COLUMN qf.activity_day.daily_target_seconds IS 'The goal of that day in seconds; NULL if it is none or another kind';
COMMENT ON COLUMN qf.activity_day.daily_target_ranges IS 'The goal of that day as a JSON array of ranges of verses; NULL if it is none or another kind';
COMMENT ON COLUMN qf.activity_day.remaining_daily_target_ranges IS 'What of these ranges was still to be read, as a JSON array';
COMMENT ON COLUMN qf.activity_day.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.activity_day.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.activity_day.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.activity_day.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.activity_day.deleted_at IS 'Tombstone: when a complete listing no longer held this row; NULL while it is live';
COMMENT ON COLUMN qf.activity_day.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';
CREATE INDEX activity_day_by_date ON qf.activity_day (activity_date);

CREATE TABLE qf.streak (
    sub VARCHAR(255) NOT NULL,
    id VARCHAR(255) NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE,
    ends_at TIMESTAMP WITH TIME ZONE,
    type VARCHAR,
    status VARCHAR,
    days INTEGER,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (sub, id)
);
COMMENT ON TABLE qf.streak IS 'Users'' runs of consecutive days with reading';
COMMENT ON COLUMN qf.streak.sub IS 'The user, see qf.app_user';
COMMENT ON COLUMN qf.streak.id IS 'QF''s id of the streak';
COMMENT ON COLUMN qf.streak.starts_at IS 'Beginning of its first day';
COMMENT ON COLUMN qf.streak.ends_at IS 'End of its last day';
COMMENT ON COLUMN qf.streak.type IS 'What kind of activity: QURAN; other words may come';
COMMENT ON COLUMN qf.streak.status IS 'ACTIVE or BROKEN; other words may come';
COMMENT ON COLUMN qf.streak.days IS 'How many days it lasts or lasted';
COMMENT ON COLUMN qf.streak.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.streak.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.streak.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.streak.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.streak.deleted_at IS 'Tombstone: when a complete listing no longer held this row; NULL while it is live';
COMMENT ON COLUMN qf.streak.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';

CREATE TABLE qf.goal_plan (
    sub VARCHAR(255) NOT NULL,
    goal_type VARCHAR(255) NOT NULL,
    has_goal BOOLEAN,
    goal_id VARCHAR,
    activity_day_id VARCHAR,
    plan_date DATE,
    type VARCHAR,
    progress DOUBLE PRECISION,
    mushaf_id INTEGER,
    ranges qf.json_document,
    pages_read DOUBLE PRECISION,
    seconds_read INTEGER,
    verses_read INTEGER,
    manually_added_seconds INTEGER,
    daily_target_pages DOUBLE PRECISION,
    daily_target_seconds INTEGER,
    daily_target_ranges qf.json_document,
    remaining_daily_target_ranges qf.json_document,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (sub, goal_type)
);
COMMENT ON TABLE qf.goal_plan IS 'Users'' reading goals and the plan of the day on which they were last asked for, one row for each kind of goal';
COMMENT ON COLUMN qf.goal_plan.sub IS 'The user, see qf.app_user';
COMMENT ON COLUMN qf.goal_plan.goal_type IS 'The kind that was asked for: QURAN_TIME, QURAN_PAGES or QURAN_RANGE';
COMMENT ON COLUMN qf.goal_plan.has_goal IS 'Whether the user has such a goal; if not, the columns below are NULL';
COMMENT ON COLUMN qf.goal_plan.goal_id IS 'QF''s id of the goal';
COMMENT ON COLUMN qf.goal_plan.activity_day_id IS 'The activity day of the plan, see qf.activity_day';
COMMENT ON COLUMN qf.goal_plan.plan_date IS 'The day of the plan';
COMMENT ON COLUMN qf.goal_plan.type IS 'What kind of activity it counts';
COMMENT ON COLUMN qf.goal_plan.progress IS 'How much of the goal was reached that day, 0 to 1';
COMMENT ON COLUMN qf.goal_plan.mushaf_id IS 'The mushaf by whose pages it is counted';
COMMENT ON COLUMN qf.goal_plan.ranges IS 'The verses read that day, a JSON array of ranges such as 1:1-1:7';
COMMENT ON COLUMN qf.goal_plan.pages_read IS 'How many pages were read, with fractions';
COMMENT ON COLUMN qf.goal_plan.seconds_read IS 'How many seconds were read, as QF counts them';
COMMENT ON COLUMN qf.goal_plan.verses_read IS 'How many verses were read';
COMMENT ON COLUMN qf.goal_plan.manually_added_seconds IS 'Seconds among them that the user entered by hand';
COMMENT ON COLUMN qf.goal_plan.daily_target_pages IS 'The goal of that day in pages; NULL if it is none or another kind';
COMMENT ON COLUMN qf.goal_plan.daily_target_seconds IS 'The goal of that day in seconds; NULL if it is none or another kind';
COMMENT ON COLUMN qf.goal_plan.daily_target_ranges IS 'The goal of that day as a JSON array of ranges of verses; NULL if it is none or another kind';
COMMENT ON COLUMN qf.goal_plan.remaining_daily_target_ranges IS 'What of these ranges was still to be read, as a JSON array';
COMMENT ON COLUMN qf.goal_plan.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.goal_plan.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.goal_plan.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.goal_plan.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.goal_plan.deleted_at IS 'Tombstone: when a complete listing no longer held this row; NULL while it is live';
COMMENT ON COLUMN qf.goal_plan.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';

CREATE TABLE qf.preference (
    sub VARCHAR(255) NOT NULL,
    theme VARCHAR,
    language VARCHAR,
    reading_preference VARCHAR,
    quran_font VARCHAR,
    mushaf_lines VARCHAR,
    reciter INTEGER,
    playback_rate DOUBLE PRECISION,
    user_has_customised BOOLEAN,
    selected_translations qf.json_document,
    selected_tafsirs qf.json_document,
    reading qf.json_document,
    quran_reader_styles qf.json_document,
    audio qf.json_document,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (sub)
);
COMMENT ON TABLE qf.preference IS 'Users'' settings at QF, one row for each user; NULL where the user never set it';
COMMENT ON COLUMN qf.preference.sub IS 'The user, see qf.app_user';
COMMENT ON COLUMN qf.preference.theme IS 'auto, light, sepia or dark';
COMMENT ON COLUMN qf.preference.language IS 'Language of the user interface';
COMMENT ON COLUMN qf.preference.reading_preference IS 'translation, reading or readingTranslation';
COMMENT ON COLUMN qf.preference.quran_font IS 'The font, such as code_v2';
COMMENT ON COLUMN qf.preference.mushaf_lines IS '15_lines or 16_lines';
COMMENT ON COLUMN qf.preference.reciter IS 'The chosen reciter';
COMMENT ON COLUMN qf.preference.playback_rate IS 'Speed of recitation, 1 is normal, in steps of 0.25';
COMMENT ON COLUMN qf.preference.user_has_customised IS 'Whether the user ever changed a setting';
COMMENT ON COLUMN qf.preference.selected_translations IS 'The chosen translations, a JSON array of their ids';
COMMENT ON COLUMN qf.preference.selected_tafsirs IS 'The chosen tafsirs, a JSON array of their slugs';
COMMENT ON COLUMN qf.preference.reading IS 'All settings of reading, as QF groups them';
COMMENT ON COLUMN qf.preference.quran_reader_styles IS 'All settings of fonts and sizes, as QF groups them';
COMMENT ON COLUMN qf.preference.audio IS 'All settings of recitation, as QF groups them';
COMMENT ON COLUMN qf.preference.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.preference.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.preference.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.preference.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.preference.deleted_at IS 'Tombstone: when a complete listing no longer held this row; NULL while it is live';
COMMENT ON COLUMN qf.preference.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';

CREATE TABLE qf.profile (
    sub VARCHAR(255) NOT NULL,
    profile_id VARCHAR,
    joining_year INTEGER,
    created_at TIMESTAMP WITH TIME ZONE,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    content_hash BYTEA NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    extra qf.json_document,
    PRIMARY KEY (sub)
);
COMMENT ON TABLE qf.profile IS 'The least of users'' profiles: no names, no e-mail address, no picture. Only filled if the operator switched it on';
COMMENT ON COLUMN qf.profile.sub IS 'The user, see qf.app_user';
COMMENT ON COLUMN qf.profile.profile_id IS 'QF''s id of the profile; not documented to be the sub';
COMMENT ON COLUMN qf.profile.joining_year IS 'The year in which the account was made';
COMMENT ON COLUMN qf.profile.created_at IS 'When the account was made; QF names no time zone, it is taken as UTC';
COMMENT ON COLUMN qf.profile.first_seen_at IS 'When a run first stored this row';
COMMENT ON COLUMN qf.profile.changed_at IS 'When a run last found this row different (inserted, changed, removed or back again); an unchanged row is not touched';
COMMENT ON COLUMN qf.profile.run_id IS 'The run of that last change, see ops.run';
COMMENT ON COLUMN qf.profile.content_hash IS 'SHA-256 of key, data and extra; tells whether the row changed';
COMMENT ON COLUMN qf.profile.deleted_at IS 'Tombstone: when a complete listing no longer held this row; NULL while it is live';
COMMENT ON COLUMN qf.profile.extra IS 'Fields of the answer that have no column yet, as JSON; NULL if there are none';
