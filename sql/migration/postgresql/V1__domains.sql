CREATE DOMAIN qf.json_document AS JSONB;
COMMENT ON DOMAIN qf.json_document IS 'A JSON document; JSONB on PostgreSQL, text on H2';
