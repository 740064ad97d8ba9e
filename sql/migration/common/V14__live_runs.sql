-- Where others ask the owner of the lease to stop: it looks there each second.
ALTER TABLE ops.run_lease ADD COLUMN stop_requested_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE ops.run_lease ADD COLUMN stop_requested_by VARCHAR(255);
COMMENT ON COLUMN ops.run_lease.stop_requested_at IS 'When its owner was asked to stop its run after the users in flight; NULL if it was not';
COMMENT ON COLUMN ops.run_lease.stop_requested_by IS 'Who asked: login name and host';

-- Apart from the lease, whose row the transactions of users hold while they commit.
CREATE TABLE ops.live_run (
    id INTEGER NOT NULL,
    owner VARCHAR(255),
    status VARCHAR,
    published_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    CONSTRAINT live_run_single_row CHECK (id = 1)
);
COMMENT ON TABLE ops.live_run IS 'How far the run under way is, published each second (on H2 in a file beside the database instead); one row';
COMMENT ON COLUMN ops.live_run.id IS 'Always 1';
COMMENT ON COLUMN ops.live_run.owner IS 'Owner of the lease at that time, see ops.run_lease; of another one the row is out of date';
COMMENT ON COLUMN ops.live_run.status IS 'The run, its process and its steps as JSON, free of personal data; NULL if none is under way';
COMMENT ON COLUMN ops.live_run.published_at IS 'When it was published, by the database''s clock';
INSERT INTO ops.live_run (id) VALUES (1);
