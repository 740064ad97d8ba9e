-- Makes the database of compose.yaml at its first start: the roles of sql/roles.sql, and the logins of qfsync and of its
-- queries with the passwords in secrets/. PostgreSQL's image runs it with psql, as the server's administrator.
--
-- Run again, in the folder of compose.yaml, it brings what has changed in sql/roles.sql, and the passwords that are in the
-- files now (docker compose up -d --force-recreate gives both containers changed files first):
--
--     docker compose exec db psql -d qfsync -f /docker-entrypoint-initdb.d/database.sql
\set ON_ERROR_STOP on

-- Whatever fails below, the server's log does not show it with a password in it.
SET log_min_error_statement = panic;
SET log_statement = 'none';

-- The administrator, who gets one from the image, needs none here: only who may docker compose exec is administrator.
ALTER ROLE CURRENT_USER PASSWORD NULL;

\set application_password `cat /run/secrets/db-password`
\set query_password `cat /run/secrets/query-password`
SELECT '' IN (:'application_password', :'query_password') AS unreadable \gset
\if :unreadable
    DO $$ BEGIN RAISE 'secrets/db-password or secrets/query-password is empty, or the user of this container cannot read it'; END $$;
\endif

\i /opt/qfsync/sql/roles.sql
ALTER ROLE qfsync_app LOGIN PASSWORD :'application_password';
SELECT to_regrole('qfsync_query') IS NULL AS missing \gset
\if :missing
    CREATE ROLE qfsync_query IN ROLE qf_reader;
\endif
ALTER ROLE qfsync_query LOGIN PASSWORD :'query_password';
-- Once more, for the timeouts of qfsync_query.
\i /opt/qfsync/sql/roles.sql
