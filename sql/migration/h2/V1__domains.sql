-- H2 has no JSONB, and shows a value of its JSON type as a quoted string: plain text reads better and copies better.
CREATE DOMAIN qf.json_document AS VARCHAR;
COMMENT ON DOMAIN qf.json_document IS 'A JSON document; JSONB on PostgreSQL, text on H2';
