-- ${analytics}
DROP VIEW IF EXISTS mart.zone CASCADE;

CREATE VIEW mart.zone AS SELECT d.zone AS name FROM ops.deployment d;
COMMENT ON VIEW mart.zone IS 'The time zone in which nights and days are counted; one row';
COMMENT ON COLUMN mart.zone.name IS 'As AT TIME ZONE takes it';
