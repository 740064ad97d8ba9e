-- Few have withdrawn, and every question about nights takes them off.
CREATE INDEX app_user_withdrawn ON qf.app_user (sub) WHERE withdrawn_at IS NOT NULL;
