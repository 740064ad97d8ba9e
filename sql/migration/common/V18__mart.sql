-- What the views of analytics are built of. Analysts see the views alone: here a user's sub stands beside the pseudonym.

-- They showed subs and the names that users gave; others have their names or their meaning now.
DROP VIEW IF EXISTS analytics.saves_per_juz CASCADE;
DROP VIEW IF EXISTS analytics.most_saved_verses CASCADE;
DROP VIEW IF EXISTS analytics.biggest_collections CASCADE;
DROP VIEW IF EXISTS analytics.saved_verse CASCADE;
DROP VIEW IF EXISTS analytics.collection_membership CASCADE;

CREATE SCHEMA IF NOT EXISTS mart;
COMMENT ON SCHEMA mart IS 'What analytics is built of: pseudonyms, ranges of verses, materialised answers; for the application alone';

CREATE TABLE mart.pseudonym_key (
    id INTEGER NOT NULL,
    secret BYTEA NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT pseudonym_key_single_row CHECK (id = 1)
);
COMMENT ON TABLE mart.pseudonym_key IS 'The secret from which pseudonyms are derived; one row, made when the database is first prepared';
COMMENT ON COLUMN mart.pseudonym_key.id IS 'Always 1';
COMMENT ON COLUMN mart.pseudonym_key.secret IS '32 random bytes; whoever knows them and a sub knows the pseudonym';
COMMENT ON COLUMN mart.pseudonym_key.made_at IS 'When it was made';

CREATE TABLE mart.user_key (
    sub VARCHAR(255) NOT NULL,
    user_key VARCHAR(32) NOT NULL,
    row_secret VARCHAR(32) NOT NULL,
    slice INTEGER NOT NULL,
    PRIMARY KEY (sub),
    CONSTRAINT user_key_slice CHECK (slice BETWEEN 0 AND 63)
);
CREATE INDEX user_key_slice ON mart.user_key (slice, sub);
-- an index of its own: one that belongs to a constraint could not be made anew when somebody is erased
CREATE UNIQUE INDEX user_key_unique ON mart.user_key (user_key);
COMMENT ON TABLE mart.user_key IS 'The pseudonym of each user; one row for each row of qf.app_user';
COMMENT ON COLUMN mart.user_key.sub IS 'The user, see qf.app_user';
COMMENT ON COLUMN mart.user_key.user_key IS 'The pseudonym: the first 32 hex digits of HMAC-SHA-256 of the sub, keyed with mart.pseudonym_key';
COMMENT ON COLUMN mart.user_key.row_secret IS 'Hashed together with QF''s id of a row to give that row a key of its own: an id that is known from elsewhere does not tell whose it is';
COMMENT ON COLUMN mart.user_key.slice IS 'Which of the 64 slices of users this one is in, see mart.slice: the last six bits of the first byte of the pseudonym';

CREATE TABLE mart.verse_range (
    sub VARCHAR(255) NOT NULL,
    entity VARCHAR(32) NOT NULL,
    row_id VARCHAR(255) NOT NULL,
    position INTEGER NOT NULL,
    range_number INTEGER NOT NULL,
    chapter_id INTEGER NOT NULL,
    first_verse_id INTEGER NOT NULL,
    last_verse_id INTEGER NOT NULL,
    PRIMARY KEY (sub, entity, row_id, position)
);
COMMENT ON TABLE mart.verse_range IS 'The ranges of verses of notes and activity days, read from their JSON: ranges of a row that overlap are one, and a range has a piece in each chapter that it touches; one row for each piece';
COMMENT ON COLUMN mart.verse_range.sub IS 'The user, see qf.app_user';
COMMENT ON COLUMN mart.verse_range.entity IS 'Table of the row in schema qf: note or activity_day';
COMMENT ON COLUMN mart.verse_range.row_id IS 'The row''s id in that table';
COMMENT ON COLUMN mart.verse_range.position IS 'Counts the pieces of a row from 1, in the order of the mushaf';
COMMENT ON COLUMN mart.verse_range.range_number IS 'Counts the ranges of a row from 1; the pieces of one range have the same';
COMMENT ON COLUMN mart.verse_range.chapter_id IS 'The chapter that the piece is in, see qf.chapter';
COMMENT ON COLUMN mart.verse_range.first_verse_id IS 'Its first verse, 1 to 6236, see qf.verse';
COMMENT ON COLUMN mart.verse_range.last_verse_id IS 'Its last verse, in the same chapter';

CREATE TABLE mart.range_source (
    sub VARCHAR(255) NOT NULL,
    entity VARCHAR(32) NOT NULL,
    row_id VARCHAR(255) NOT NULL,
    content_hash BYTEA NOT NULL,
    PRIMARY KEY (sub, entity, row_id)
);
COMMENT ON TABLE mart.range_source IS 'Of which state of a row the ranges in mart.verse_range are: a row is read again when it is different';
COMMENT ON COLUMN mart.range_source.sub IS 'The user, see qf.app_user';
COMMENT ON COLUMN mart.range_source.entity IS 'Table of the row in schema qf: note or activity_day';
COMMENT ON COLUMN mart.range_source.row_id IS 'The row''s id in that table';
COMMENT ON COLUMN mart.range_source.content_hash IS 'The row''s content_hash when its ranges were read';

CREATE TABLE mart.slice (
    slice INTEGER NOT NULL,
    good BOOLEAN NOT NULL,
    changes BIGINT NOT NULL,
    refreshed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (slice)
);
COMMENT ON TABLE mart.slice IS 'Whether the answers that are kept ready may be shown, for each slice of users, 0 to 63, and for the nights, 64; used on PostgreSQL. A user is in one slice, so that what the slices count adds up';
COMMENT ON COLUMN mart.slice.slice IS 'Number of the slice, see mart.user_key; 64 for what is kept of the nights, which is not divided';
COMMENT ON COLUMN mart.slice.good IS 'False from the moment on that somebody of it withdrew or was erased, until it is calculated anew: until then it is calculated when asked for';
COMMENT ON COLUMN mart.slice.changes IS 'Counts what made it false: a refresh during which it grew has not seen all of it, and leaves it false';
COMMENT ON COLUMN mart.slice.refreshed_at IS 'When it was last calculated; NULL if never';
INSERT INTO mart.slice (slice, good, changes) SELECT n, FALSE, 0 FROM (VALUES
    (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15),
    (16), (17), (18), (19), (20), (21), (22), (23), (24), (25), (26), (27), (28), (29), (30), (31),
    (32), (33), (34), (35), (36), (37), (38), (39), (40), (41), (42), (43), (44), (45), (46), (47),
    (48), (49), (50), (51), (52), (53), (54), (55), (56), (57), (58), (59), (60), (61), (62), (63),
    (64)) AS s (n);
