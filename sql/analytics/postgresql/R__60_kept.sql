-- What takes long to count is kept ready, slice by slice of the users, as long as mart.slice says that it may be shown.
-- ${analytics}
DROP VIEW IF EXISTS analytics.sync_nights CASCADE;
DROP VIEW IF EXISTS analytics.sync_failures CASCADE;
DROP VIEW IF EXISTS mart.kept_night CASCADE;

-- Made anew they are empty, so that no start waits for them: a refresh fills them.
UPDATE mart.slice SET good = FALSE, changes = changes + 1;

-- Each mart.<part>_kept has the rows of mart.<part>_live as of the last refresh, and mart.<part> is what to read. That
-- is one of: all as calculated now, if nothing is kept; else what is kept of the good slices, and the others as
-- calculated now, one after the other, because by its number a slice is found through the indexes. OFFSET 0 keeps the
-- planner from joining all slices first. A branch whose condition on mart.slice does not hold is not executed at all.
DO $$
DECLARE
    part TEXT;
    counted TEXT;
BEGIN
    FOREACH part IN ARRAY ARRAY['verse_saves', 'chapter_saves', 'juz_saves', 'month_saves', 'month_growth',
        'reading_hours', 'week_activity', 'week_retention', 'streak_lengths', 'week_goals', 'coverage',
        'last_activity', 'night_users', 'night_failures']
    LOOP
        EXECUTE format('DROP TABLE IF EXISTS mart.%s_kept CASCADE', part);
        EXECUTE format('CREATE TABLE mart.%1$s_kept AS SELECT * FROM mart.%1$s_live WITH NO DATA', part);
        EXECUTE format('CREATE INDEX %1$s_slice ON mart.%1$s_kept (slice)', part);
        EXECUTE format('COMMENT ON TABLE mart.%1$s_kept IS ''The rows of mart.%1$s_live as of the last refresh''', part);
        FOR counted IN SELECT c.attname FROM pg_attribute c
            WHERE c.attrelid = format('mart.%s_kept', part)::regclass AND c.attnum > 0
        LOOP
            EXECUTE format('COMMENT ON COLUMN mart.%1$s_kept.%2$I IS
                ''The same in mart.%1$s_live, when it was last calculated''', part, counted);
        END LOOP;
        CONTINUE WHEN part LIKE 'night%';
        EXECUTE format('DROP VIEW IF EXISTS mart.%s CASCADE', part);
        EXECUTE format('CREATE VIEW mart.%1$s AS
            SELECT l.* FROM mart.%1$s_live l WHERE NOT EXISTS (SELECT 1 FROM mart.slice g WHERE g.good)
            UNION ALL
            SELECT k.* FROM mart.%1$s_kept k WHERE k.slice IN (SELECT g.slice FROM mart.slice g WHERE g.good)
            UNION ALL
            SELECT n.* FROM mart.slice s
            CROSS JOIN LATERAL (SELECT l.* FROM mart.%1$s_live l WHERE l.slice = s.slice OFFSET 0) n
            WHERE NOT s.good AND s.slice < 64 AND EXISTS (SELECT 1 FROM mart.slice g WHERE g.good)', part);
        EXECUTE format('COMMENT ON VIEW mart.%1$s IS ''mart.%1$s_live, of which what may be is taken from mart.%1$s_kept''', part);
    END LOOP;
END
$$;
CREATE INDEX coverage_user ON mart.coverage_kept (user_key);
CREATE INDEX coverage_chapter ON mart.coverage_kept (chapter_id);

-- What is kept of a night is shown if the night is still what it was then. Others are counted night by night: a
-- condition on one of them reaches the tables, while a join with all would count every night there ever was.
CREATE VIEW mart.kept_night AS
SELECT n.night, k.users_done, k.users_failed
FROM mart.night n
JOIN mart.night_users_kept k ON k.night = n.night AND k.attempts = n.attempts AND k.ended = n.ended
    AND k.ended_at IS NOT DISTINCT FROM n.ended_at
WHERE (SELECT s.good FROM mart.slice s WHERE s.slice = 64);
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
JOIN mart.night_failures_kept f ON f.night = k.night
UNION ALL
SELECT n.night, l.cause, l.users
FROM mart.night n
CROSS JOIN LATERAL (
    SELECT f.cause, f.users FROM mart.sync_failures_live f WHERE f.night = n.night OFFSET 0) l
WHERE NOT EXISTS (SELECT 1 FROM mart.kept_night k WHERE k.night = n.night);
