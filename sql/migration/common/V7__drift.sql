-- Not only new fields: whatever an answer has that we did not know. Primary keys have no common syntax to change them,
-- so the table is made anew.

CREATE TABLE ops.schema_drift_before AS SELECT * FROM ops.schema_drift;
DROP TABLE ops.schema_drift;

CREATE TABLE ops.schema_drift (
    dataset VARCHAR(64) NOT NULL,
    field VARCHAR(255) NOT NULL,
    kind VARCHAR(32) NOT NULL,
    json_type VARCHAR(32) NOT NULL,
    example VARCHAR(255),
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    occurrences BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    PRIMARY KEY (dataset, field, kind),
    CONSTRAINT schema_drift_kind CHECK (kind IN
        ('UNKNOWN_FIELD', 'UNKNOWN_WORD', 'VANISHED_FIELD', 'CHANGED_TYPE', 'UNKNOWN_MUTATION'))
);
COMMENT ON TABLE ops.schema_drift IS 'Where QF''s answers are not as this version knows them; nothing of it was lost';
COMMENT ON COLUMN ops.schema_drift.dataset IS 'Dataset in whose answer it was seen';
COMMENT ON COLUMN ops.schema_drift.field IS 'Name of the field, with dots if it is inside another';
COMMENT ON COLUMN ops.schema_drift.kind IS 'UNKNOWN_FIELD: kept in extra. UNKNOWN_WORD: an enumeration has a new word, stored as it came. VANISHED_FIELD: was always there, its column keeps what it had. CHANGED_TYPE: kept in extra, its column keeps what it had. UNKNOWN_MUTATION: a change that is not understood, not applied';
COMMENT ON COLUMN ops.schema_drift.json_type IS 'JSON type seen last: string, number, boolean, object, array, null or missing';
COMMENT ON COLUMN ops.schema_drift.example IS 'What it looked like last: its shape, or a new word; never what a user wrote';
COMMENT ON COLUMN ops.schema_drift.first_seen_at IS 'When it was first seen';
COMMENT ON COLUMN ops.schema_drift.last_seen_at IS 'When it was last seen';
COMMENT ON COLUMN ops.schema_drift.occurrences IS 'In how many records it was seen';
COMMENT ON COLUMN ops.schema_drift.run_id IS 'The run that saw it last';

INSERT INTO ops.schema_drift
    (dataset, field, kind, json_type, first_seen_at, last_seen_at, occurrences, run_id)
SELECT dataset, field, kind, json_type, first_seen_at, last_seen_at, occurrences, run_id
FROM ops.schema_drift_before;
DROP TABLE ops.schema_drift_before;
