CREATE TABLE ops.notification_state (
    channel VARCHAR(32) NOT NULL,
    subject VARCHAR(32) NOT NULL,
    level VARCHAR(16) NOT NULL,
    causes VARCHAR NOT NULL,
    amount BIGINT NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    told_at TIMESTAMP WITH TIME ZONE NOT NULL,
    times_told BIGINT NOT NULL,
    PRIMARY KEY (channel, subject),
    CONSTRAINT notification_state_level CHECK (level IN ('good', 'news', 'warning', 'failure'))
);
COMMENT ON TABLE ops.notification_state IS 'What people were last told of each subject, so that they are told of changes alone; written after a channel took a message';
COMMENT ON COLUMN ops.notification_state.channel IS 'webhook, slack or mail; an empty string for how the subject is, whoever was told';
COMMENT ON COLUMN ops.notification_state.subject IS 'night, freshness, consent, holds, drift, client_secret or lapse';
COMMENT ON COLUMN ops.notification_state.level IS 'good, news, warning or failure';
COMMENT ON COLUMN ops.notification_state.causes IS 'Stable words for why it is so, as a JSON array; all that were told since it turned bad';
COMMENT ON COLUMN ops.notification_state.amount IS 'How much of it there is, such as users; 0 if it is not counted';
COMMENT ON COLUMN ops.notification_state.since IS 'When it turned good or bad';
COMMENT ON COLUMN ops.notification_state.told_at IS 'When it was last told';
COMMENT ON COLUMN ops.notification_state.times_told IS 'Counts what was told; part of the id of the next message';
