ALTER TABLE ops.run ADD COLUMN selection VARCHAR;
COMMENT ON COLUMN ops.run.selection IS 'What of everything it was asked for: datasets, number of users (who they are stands in ops.user_run), full if listings were to be complete; NULL if everything, as far as it had to be asked for';
