-- A generated world for ops/bench/analytics, straight into the tables: no user of it is real. :users people, three
-- collections and fifty items each, and what they read in the last half year, in proportion. Every number comes from
-- hashes of numbers, so that each run makes the same world. All statements are plain PostgreSQL.

SET synchronous_commit = off;
SET work_mem = '256MB';

-- The shape of the Quran: verses of each chapter, and roughly even divisions, which are as good for a measurement.
CREATE TEMPORARY TABLE shape AS
SELECT c.chapter_id, c.verses, CAST(SUM(c.verses) OVER (ORDER BY c.chapter_id) - c.verses AS INTEGER) AS before
FROM (SELECT n AS chapter_id, 6236 / 114 + CASE WHEN n <= 6236 % 114 THEN 1 ELSE 0 END AS verses
    FROM generate_series(1, 114) AS n) c;
INSERT INTO qf.chapter (chapter_id, name_simple, verses_count, first_seen_at, changed_at, run_id, content_hash)
SELECT chapter_id, 'Chapter ' || chapter_id, verses, now(), now(), 1, '\x00' FROM shape;
INSERT INTO qf.verse (verse_id, verse_key, chapter_id, verse_number, juz_number, hizb_number, rub_el_hizb_number,
    page_number, first_seen_at, changed_at, run_id, content_hash)
SELECT s.before + n, s.chapter_id || ':' || n, s.chapter_id, n, (s.before + n - 1) * 30 / 6236 + 1,
    (s.before + n - 1) * 60 / 6236 + 1, (s.before + n - 1) * 240 / 6236 + 1, (s.before + n - 1) * 604 / 6236 + 1,
    now(), now(), 1, '\x00'
FROM shape s CROSS JOIN LATERAL generate_series(1, s.verses) AS n;

-- ids as QF's: of 36 characters a user, of 24 the rest
CREATE TEMPORARY TABLE person AS
SELECT n, CAST(CAST(md5('user ' || n) AS uuid) AS text) AS sub, hashint4(n) & 1048575 AS luck
FROM generate_series(1, :users) AS n;
ANALYZE person;
INSERT INTO qf.app_user (sub, first_seen_at, last_synced_at, run_id)
SELECT sub, now() - n % 365 * INTERVAL '1 day', now(), 1 FROM person;
INSERT INTO mart.user_key (sub, user_key, row_secret, slice)
SELECT sub, md5('key ' || sub), md5('row ' || sub), get_byte(decode(md5('key ' || sub), 'hex'), 0) % 64 FROM person
ON CONFLICT (sub) DO NOTHING;

INSERT INTO qf.collection (sub, id, name, is_default, updated_at, first_seen_at, changed_at, run_id, content_hash,
    deleted_at)
SELECT p.sub, CASE c WHEN 1 THEN '__default__' ELSE substr(md5('collection ' || c || ' ' || p.n), 1, 24) END,
    'A collection', c = 1, now(), now() - (p.luck + c * 97) % 900 * INTERVAL '1 day', now(), 1, '\x00',
    CASE WHEN c = 3 AND p.n % 100 = 0 THEN now() END
FROM person p CROSS JOIN generate_series(1, 3) AS c;

-- Forty bookmarks in fifty places, and five more in none. Popular verses are far more popular than others.
CREATE TEMPORARY TABLE mark AS
SELECT p.sub, p.n, b, substr(md5('bookmark ' || b || ' ' || p.n), 1, 24) AS id,
    CAST(1 + floor(6236 * power((hashint8(CAST(p.n AS bigint) * 64 + b) & 1048575) / CAST(1048576 AS DOUBLE PRECISION), 2)) AS INTEGER) AS verse_id,
    now() - (hashint8(CAST(p.n AS bigint) * 64 + b + 7) & 1048575) * INTERVAL '1 minute' AS created_at
FROM person p CROSS JOIN generate_series(1, 45) AS b;
INSERT INTO qf.bookmark (sub, id, mushaf_id, type, key_number, verse_number, is_in_default_collection, created_at,
    first_seen_at, changed_at, run_id, content_hash, deleted_at)
SELECT m.sub, m.id, 1, 'ayah', v.chapter_id, v.verse_number, m.b <= 20, m.created_at, now(), now(), 1, '\x00',
    CASE WHEN m.b = 45 AND m.n % 20 = 0 THEN now() END
FROM mark m JOIN qf.verse v ON v.verse_id = m.verse_id;
INSERT INTO qf.collection_item (sub, collection_id, bookmark_id, created_at, type, key_number, verse_number,
    is_in_default_collection, first_seen_at, changed_at, run_id, content_hash, deleted_at)
SELECT m.sub, CASE place WHEN 1 THEN '__default__' ELSE substr(md5('collection ' || place || ' ' || m.n), 1, 24) END,
    m.id, m.created_at, 'ayah', v.chapter_id, v.verse_number, m.b <= 20, now(), now(), 1, '\x00',
    CASE WHEN m.b = 40 AND m.n % 50 = 0 THEN now() END
FROM mark m
JOIN qf.verse v ON v.verse_id = m.verse_id
CROSS JOIN LATERAL (
    SELECT 1 AS place WHERE m.b <= 20
    UNION ALL SELECT 2 WHERE m.b BETWEEN 11 AND 25
    UNION ALL SELECT 3 WHERE m.b BETWEEN 26 AND 40) places;

-- Half a year of reading: a fifth of all days, fewer the longer somebody has been there.
CREATE TEMPORARY TABLE day AS
SELECT p.sub, p.n, d, current_date - d AS date_day, hashint8(CAST(p.n AS bigint) * 256 + d) & 1048575 AS luck
FROM person p CROSS JOIN generate_series(0, 179) AS d
WHERE d < p.luck % 180 + 1 AND (hashint8(CAST(p.n AS bigint) * 256 + d + 11) & 1023) < 102 + d * 2;
INSERT INTO qf.activity_day (sub, id, activity_date, type, progress, ranges, pages_read, seconds_read, verses_read,
    daily_target_seconds, first_seen_at, changed_at, run_id, content_hash)
SELECT sub, substr(md5('day ' || d || ' ' || n), 1, 24), date_day, 'QURAN',
    CASE WHEN n % 3 = 0 THEN least(1.0, luck % 1500 / 1000.0) END, '[]', luck % 100 / 10.0, luck % 3000, luck % 40 + 1,
    CASE WHEN n % 3 = 0 THEN 900 END, now(), now(), 1, '\x00'
FROM day;
INSERT INTO mart.verse_range (sub, entity, row_id, position, range_number, chapter_id, first_verse_id, last_verse_id)
SELECT t.sub, 'activity_day', substr(md5('day ' || t.d || ' ' || t.n), 1, 24), 1, 1, v.chapter_id, v.verse_id,
    least(v.verse_id + t.luck % 40, s.before + s.verses)
FROM day t JOIN qf.verse v ON v.verse_id = t.luck % 6190 + 1 JOIN shape s ON s.chapter_id = v.chapter_id;
INSERT INTO mart.range_source (sub, entity, row_id, content_hash)
SELECT sub, 'activity_day', substr(md5('day ' || d || ' ' || n), 1, 24), '\x00' FROM day;
INSERT INTO qf.reading_session (sub, id, updated_at, chapter_number, verse_number, first_seen_at, changed_at, run_id,
    content_hash)
SELECT t.sub, substr(md5('session ' || t.d || ' ' || t.n), 1, 24), t.date_day + t.luck % 86400 * INTERVAL '1 second',
    v.chapter_id, v.verse_number, now(), now(), 1, '\x00'
FROM day t JOIN qf.verse v ON v.verse_id = t.luck % 6190 + 1 WHERE t.luck % 2 = 0;
INSERT INTO qf.streak (sub, id, starts_at, ends_at, type, status, days, first_seen_at, changed_at, run_id, content_hash)
SELECT p.sub, substr(md5('streak ' || s || ' ' || p.n), 1, 24), now() - s * INTERVAL '50 days',
    now() - s * INTERVAL '40 days', 'QURAN', CASE s WHEN 1 THEN 'ACTIVE' ELSE 'BROKEN' END,
    1 + CAST(floor(400 * power((hashint8(CAST(p.n AS bigint) * 8 + s) & 1048575) / CAST(1048576 AS DOUBLE PRECISION), 6)) AS INTEGER), now(), now(), 1,
    '\x00'
FROM person p CROSS JOIN generate_series(1, 3) AS s;
INSERT INTO qf.goal_plan (sub, goal_type, has_goal, plan_date, type, progress, daily_target_seconds, first_seen_at,
    changed_at, run_id, content_hash)
SELECT sub, 'QURAN_TIME', n % 3 = 0, CASE WHEN n % 3 = 0 THEN current_date END, 'QURAN', 0.5, 900, now(), now(), 1,
    '\x00'
FROM person;

-- Thirty nights, every fifth with a second pass for those who failed.
INSERT INTO ops.run (run_id, night, pass, kind, verdict, started_at, ended_at, attempts, requests)
SELECT 10 + n * 2 + pass, current_date - n, pass, CASE pass WHEN 1 THEN 'FULL' ELSE 'OPEN_REST' END,
    CASE WHEN n % 5 = 0 AND pass = 1 THEN 'PARTIAL' ELSE 'COMPLETED' END,
    current_date - n + INTERVAL '2 hours' * pass, current_date - n + INTERVAL '2 hours' * pass + INTERVAL '1 hour', 1,
    :users * 3
FROM generate_series(0, 29) AS n CROSS JOIN generate_series(1, 2) AS pass WHERE pass = 1 OR n % 5 = 0;
INSERT INTO ops.user_run (run_id, sub, position, state, failure_kind, error_class, started_at, ended_at)
SELECT r.run_id, p.sub, p.n, CASE WHEN failed THEN 'FAILED' ELSE 'DONE' END,
    CASE WHEN failed THEN 'TRANSIENT' END, CASE WHEN failed THEN 'upstream_' || p.n % 4 END, r.started_at, r.ended_at
FROM ops.run r
CROSS JOIN person p
CROSS JOIN LATERAL (SELECT (p.luck + r.run_id * 31) % 200 = 0 AND r.pass = 1 AS failed) f
WHERE r.run_id > 10 AND (r.pass = 1 OR (p.luck + (r.run_id - 1) * 31) % 200 = 0);
INSERT INTO ops.dataset_state (dataset, sub, verified_at, run_id, row_count, outcome)
SELECT 'bookmarks', sub, now(), 11, 45, 'SYNCED' FROM person;

-- Every thousandth user withdrew.
UPDATE qf.app_user u SET withdrawn_at = now() FROM person p WHERE p.sub = u.sub AND p.n % 1000 = 0;
