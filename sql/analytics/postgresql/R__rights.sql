-- Brings the rights of a role to what they are to be, by the differences alone: what is right already is not touched,
-- so that it can be asked for at every start. ${analytics}
DROP FUNCTION IF EXISTS mart.give_rights();
DROP FUNCTION IF EXISTS mart.give_rights(NAME, VARCHAR);
DROP FUNCTION IF EXISTS mart.rights_to_change(NAME, VARCHAR);

-- Of what belongs to us: a view that an administrator made in one of our schemas is the administrator's.
CREATE FUNCTION mart.rights_to_change(role_name NAME, kind VARCHAR)
    RETURNS TABLE (missing BOOLEAN, what TEXT) LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
WITH ours AS (
    SELECT c.oid, n.nspname AS schema_name, c.relname AS table_name, c.relacl,
        CASE WHEN c.relkind = 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS word
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('qf', 'analytics', 'ops', 'mart', 'batch', 'quartz') AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        AND pg_has_role(c.relowner, 'USAGE')
), due AS (
    SELECT format('USAGE ON SCHEMA %I', n.nspname) AS what
    FROM pg_namespace n
    WHERE pg_has_role(n.nspowner, 'USAGE')
        AND ((kind = 'reader' AND n.nspname IN ('qf', 'analytics', 'ops')) OR (kind = 'analyst' AND n.nspname = 'analytics'))
    UNION
    SELECT format('SELECT ON %s %I.%I', o.word, o.schema_name, o.table_name)
    FROM ours o
    WHERE o.schema_name = 'analytics' AND o.word = 'TABLE' AND kind IN ('reader', 'analyst')
    UNION
    SELECT CASE WHEN r.column_names IS NULL THEN format('SELECT ON TABLE %I.%I', r.schema_name, r.table_name)
        ELSE format('SELECT (%I) ON TABLE %I.%I', l.column_name, r.schema_name, r.table_name) END
    FROM mart.readable r
    JOIN ours o ON o.schema_name = r.schema_name AND o.table_name = r.table_name
    LEFT JOIN LATERAL unnest(string_to_array(r.column_names, ', ')) AS l (column_name) ON TRUE
    WHERE kind = 'reader'
), given AS (
    SELECT format('%s ON SCHEMA %I', a.privilege_type, n.nspname) AS what
    FROM pg_namespace n, aclexplode(n.nspacl) a
    WHERE n.nspname IN ('qf', 'analytics', 'ops', 'mart', 'batch', 'quartz') AND pg_has_role(n.nspowner, 'USAGE')
        AND a.grantee = to_regrole(quote_ident(role_name))
    UNION
    SELECT format('%s ON %s %I.%I', a.privilege_type, o.word, o.schema_name, o.table_name)
    FROM ours o, aclexplode(o.relacl) a
    WHERE a.grantee = to_regrole(quote_ident(role_name))
    UNION
    SELECT format('%s (%I) ON TABLE %I.%I', a.privilege_type, t.attname, o.schema_name, o.table_name)
    FROM ours o
    JOIN pg_attribute t ON t.attrelid = o.oid AND NOT t.attisdropped, aclexplode(t.attacl) a
    WHERE a.grantee = to_regrole(quote_ident(role_name))
)
(SELECT TRUE, d.what FROM due d EXCEPT SELECT TRUE, g.what FROM given g)
UNION ALL
(SELECT FALSE, g.what FROM given g EXCEPT SELECT FALSE, d.what FROM due d)
$$;
COMMENT ON FUNCTION mart.rights_to_change(NAME, VARCHAR) IS
    'The rights that a role lacks (missing) or has too much, as GRANT and REVOKE take them; kind is reader, analyst, or none';

-- With the owner's rights, so that an administrator who calls it (sql/roles.sql) lends it none of theirs. What is taken
-- back from a table goes from its columns, too, hence the second look at what is missing.
CREATE FUNCTION mart.give_rights(role_name NAME, kind VARCHAR) RETURNS VOID
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    step RECORD;
BEGIN
    IF kind NOT IN ('reader', 'analyst', 'none') THEN
        RAISE EXCEPTION 'unknown kind of rights: %', kind;
    END IF;
    -- two that change the same rights at the same time would fail
    PERFORM pg_advisory_xact_lock(hashtextextended('qfsync rights', 0));
    FOR step IN SELECT r.what FROM mart.rights_to_change(role_name, kind) r WHERE NOT r.missing LOOP
        EXECUTE format('REVOKE %s FROM %I CASCADE', step.what, role_name);
    END LOOP;
    FOR step IN SELECT r.what FROM mart.rights_to_change(role_name, kind) r WHERE r.missing LOOP
        EXECUTE format('GRANT %s TO %I', step.what, role_name);
    END LOOP;
    -- so that a view which is dropped and made anew is readable from its first moment on
    IF (kind <> 'none') <> EXISTS (
        SELECT 1
        FROM pg_default_acl d
        JOIN pg_namespace n ON n.oid = d.defaclnamespace, aclexplode(d.defaclacl) a
        WHERE n.nspname = 'analytics' AND d.defaclobjtype = 'r' AND pg_get_userbyid(d.defaclrole) = current_user
            AND a.grantee = to_regrole(quote_ident(role_name)))
    THEN
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA analytics %s SELECT ON TABLES %s %I',
            CASE kind WHEN 'none' THEN 'REVOKE' ELSE 'GRANT' END, CASE kind WHEN 'none' THEN 'FROM' ELSE 'TO' END, role_name);
    END IF;
END
$$;
COMMENT ON FUNCTION mart.give_rights(NAME, VARCHAR) IS
    'Gives a role the rights of a reader (what mart.readable names, and analytics), of an analyst (analytics), or none, and takes all others on our tables back';

CREATE FUNCTION mart.give_rights() RETURNS VOID
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF to_regrole('qf_reader') IS NOT NULL THEN
        PERFORM mart.give_rights('qf_reader', 'reader');
    END IF;
    IF to_regrole('qf_analyst') IS NOT NULL THEN
        PERFORM mart.give_rights('qf_analyst', 'analyst');
    END IF;
END
$$;
COMMENT ON FUNCTION mart.give_rights() IS 'Gives the roles of sql/roles.sql their rights, those of them that there are';
REVOKE ALL ON FUNCTION mart.give_rights(), mart.give_rights(NAME, VARCHAR), mart.rights_to_change(NAME, VARCHAR) FROM PUBLIC;
