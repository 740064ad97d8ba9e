-- Every question about one user begins with the user; without these, H2 reads the whole table for each.
CREATE INDEX dataset_state_by_user ON ops.dataset_state (sub);
CREATE INDEX user_run_by_user ON ops.user_run (sub, run_id);
CREATE INDEX user_grant_by_user ON ops.user_grant (sub);
