-- A pause of the schedule outlives the process that set it, and holds for whichever daemon fires next.

CREATE TABLE ops.schedule_pause (
    id INTEGER NOT NULL,
    paused_at TIMESTAMP WITH TIME ZONE NOT NULL,
    paused_by VARCHAR(255) NOT NULL,
    reason VARCHAR(500),
    PRIMARY KEY (id),
    CONSTRAINT schedule_pause_single_row CHECK (id = 1)
);
COMMENT ON TABLE ops.schedule_pause IS 'That the schedule is paused: a row while it is, none while it is kept. Runs by hand or cron are not affected';
COMMENT ON COLUMN ops.schedule_pause.id IS 'Always 1';
COMMENT ON COLUMN ops.schedule_pause.paused_at IS 'Since when';
COMMENT ON COLUMN ops.schedule_pause.paused_by IS 'Who paused it: a login, or the name of a role of the web console';
COMMENT ON COLUMN ops.schedule_pause.reason IS 'Why, in their words; NULL if they gave none';
