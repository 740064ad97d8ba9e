-- ${analytics}
DROP VIEW IF EXISTS mart.shown_user CASCADE;

-- Every view of users' data joins this one: who withdrew is in none of them from that moment on.
CREATE VIEW mart.shown_user AS
SELECT k.sub, k.user_key, k.row_secret, k.slice, u.first_seen_at, u.last_synced_at
FROM mart.user_key k
JOIN qf.app_user u ON u.sub = k.sub
WHERE u.withdrawn_at IS NULL;
COMMENT ON VIEW mart.shown_user IS 'The users whom analysts may see, by their pseudonyms: those whose consent stands';
COMMENT ON COLUMN mart.shown_user.sub IS 'The user, see qf.app_user';
COMMENT ON COLUMN mart.shown_user.user_key IS 'The pseudonym, see mart.user_key';
COMMENT ON COLUMN mart.shown_user.row_secret IS 'What the keys of the user''s rows are derived from, see mart.user_key';
COMMENT ON COLUMN mart.shown_user.slice IS 'The slice of users that this one is in, see mart.user_key';
COMMENT ON COLUMN mart.shown_user.first_seen_at IS 'When this user''s data was first stored';
COMMENT ON COLUMN mart.shown_user.last_synced_at IS 'When all datasets of this user that the consent covers were last stored completely';
