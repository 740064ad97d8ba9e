-- ${analytics}
DROP VIEW IF EXISTS mart.zone CASCADE;

-- What Java calls +03:00 or UTC+03:00 is three hours east; PostgreSQL reads a bare offset as POSIX does, to the west.
CREATE VIEW mart.zone AS
SELECT CASE
        WHEN d.zone = 'Z' THEN 'UTC'
        WHEN d.zone ~ '^(UTC|GMT|UT)?[+-]' THEN TRANSLATE(SUBSTRING(d.zone FROM '[+-].*'), '+-', '-+')
        ELSE d.zone
    END AS name
FROM ops.deployment d;
COMMENT ON VIEW mart.zone IS 'The time zone in which nights and days are counted; one row';
COMMENT ON COLUMN mart.zone.name IS 'As AT TIME ZONE takes it';
