-- The roles of a PostgreSQL database of qfsync. An administrator runs this once, in that database, and again after an
-- upgrade or whenever somebody was added; running it again changes nothing that is right:
--
--     createdb qfsync
--     psql -v ON_ERROR_STOP=1 -d qfsync -f sql/roles.sql
--
-- No password is in here. It makes three roles that nobody can log in with yet:
--
--   qfsync_app   the program. It owns what it makes (schemas qf, ops, analytics, mart, batch, quartz) and may do nothing
--                else in this server. It alone reads the grants (ops.user_grant), the pseudonyms (mart) and the keyset's
--                marks. To let it log in, with the password that QFSYNC_DB_PASSWORD_FILE holds:
--
--                    ALTER ROLE qfsync_app LOGIN;
--                    \password qfsync_app
--
--   qf_analyst   reads the schema analytics, which is pseudonymous, and nothing else: people, dashboards, notebooks.
--   qf_reader    reads analytics, the copy itself (qf) but for what users wrote in notes, and their profiles, and of ops
--                how the nights went. It sees who is who: for those who run the copy, and for qfsync query.
--
-- People get a login of their own in one of the last two. What it does besides (read-only transactions, timeouts) comes
-- with the next run of this file, because PostgreSQL hands down rights to members but no settings:
--
--     CREATE ROLE amal LOGIN IN ROLE qf_analyst;
--     \password amal
--     \i sql/roles.sql
--
-- qfsync_app may not make roles, so the account behind qfsync query, qfsync export and the console is made in the same
-- way. With qf_analyst in place of qf_reader they show the schema analytics alone:
--
--     CREATE ROLE qfsync_query LOGIN IN ROLE qf_reader;
--     \password qfsync_query
--
-- and in the settings: QFSYNC_DB_READER_USER=qfsync_query, QFSYNC_DB_READER_PASSWORD_FILE=...
--
-- A database that another role owns so far is handed over, when qfsync is stopped, by
--
--     REASSIGN OWNED BY qfsync TO qfsync_app;
--
-- The rights to tables and views are not in here: sql/analytics/common/R__80_readable.sql names them, qfsync gives them at
-- each start, and this file asks for the same. So they survive upgrades, which make the views anew.

BEGIN;

-- nothing that somebody left in another schema is taken for PostgreSQL's own
SET LOCAL search_path = pg_catalog;

DO $$
DECLARE
    role_name TEXT;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['qfsync_app', 'qf_reader', 'qf_analyst'] LOOP
        IF to_regrole(role_name) IS NULL THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
        END IF;
        -- only where it is not so: an administrator who is no superuser may not even repeat it
        IF EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = role_name
                AND (r.rolsuper OR r.rolcreatedb OR r.rolcreaterole OR r.rolreplication OR r.rolbypassrls)) THEN
            EXECUTE format('ALTER ROLE %I NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', role_name);
        END IF;
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), role_name);
    END LOOP;
    -- For the schemas, at the first start and where an upgrade brings a new one; in between it can be taken away.
    EXECUTE format('GRANT CREATE ON DATABASE %I TO qfsync_app', current_database());
END
$$;

-- What PostgreSQL lets everybody do who can log in, and nobody has to do here: temporary tables and large objects, which
-- fill the disk, and tables in the schema public.
DO $$
DECLARE
    fills RECORD;
BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    IF EXISTS (SELECT 1 FROM pg_namespace n WHERE n.nspname = 'public' AND pg_has_role(n.nspowner, 'USAGE')) THEN
        REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    END IF;
    FOR fills IN
        SELECT p.oid::regprocedure AS signature
        FROM pg_proc p
        WHERE p.pronamespace = 'pg_catalog'::regnamespace AND pg_has_role(p.proowner, 'USAGE')
            AND p.proname IN ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_put', 'lowrite', 'lo_truncate', 'lo_truncate64')
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', fills.signature);
    END LOOP;
END
$$;

-- For everybody who logs in as one of the two or is in it, unless they have such a setting already. People can change
-- these for a session: it is the rights that protect the data, and these the server. An open transaction would keep the
-- nightly refresh of the answers waiting.
DO $$
DECLARE
    wanted RECORD;
BEGIN
    FOR wanted IN
        SELECT r.rolname AS role_name, s.setting, s.setting_value
        FROM pg_roles r
        CROSS JOIN (VALUES ('default_transaction_read_only', 'on'), ('statement_timeout', '60s'),
            ('idle_in_transaction_session_timeout', '5min')) AS s (setting, setting_value)
        WHERE (r.rolname IN ('qf_reader', 'qf_analyst') OR r.rolcanlogin)
            AND (pg_has_role(r.oid, 'qf_reader', 'MEMBER') OR pg_has_role(r.oid, 'qf_analyst', 'MEMBER'))
            AND NOT r.rolsuper AND NOT pg_has_role(r.oid, 'qfsync_app', 'MEMBER')
            AND NOT EXISTS (
                SELECT 1
                FROM pg_db_role_setting d, unnest(d.setconfig) AS c (assigned)
                WHERE d.setrole = r.oid
                    AND d.setdatabase IN (0, (SELECT b.oid FROM pg_database b WHERE b.datname = current_database()))
                    AND split_part(c.assigned, '=', 1) = s.setting)
    LOOP
        EXECUTE format('ALTER ROLE %I IN DATABASE %I SET %I = %L',
            wanted.role_name, current_database(), wanted.setting, wanted.setting_value);
    END LOOP;
END
$$;

-- The rights of the two, if qfsync has been here; else they come at its first start. The function is the program's, so
-- it is called only if it runs with the program's rights and not with those of whoever reads this.
DO $$
BEGIN
    IF EXISTS (
        SELECT 1
        FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = 'mart' AND p.proname = 'give_rights' AND p.pronargs = 0 AND p.prosecdef)
    THEN
        PERFORM mart.give_rights();
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE WARNING 'The rights to tables and views come with the next start of qfsync: %', SQLERRM;
END
$$;

COMMIT;
