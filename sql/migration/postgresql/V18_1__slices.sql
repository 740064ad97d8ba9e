-- Who withdrew is out of the analysts' sight at once: in the transaction in which they do, what is kept ready of their
-- slice is put aside. An app whose rights end at the data need not write here: the function has the owner's rights.

CREATE FUNCTION mart.put_slice_aside() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- 64 are the nights: first, so that whoever withdraws meanwhile waits here, and not crosswise. Whose slice cannot
    -- be told any more may have been in each.
    UPDATE mart.slice SET good = FALSE, changes = changes + 1 WHERE slice = 64;
    UPDATE mart.slice SET good = FALSE, changes = changes + 1
    WHERE slice = (SELECT k.slice FROM mart.user_key k WHERE k.sub = OLD.sub);
    IF NOT FOUND THEN
        UPDATE mart.slice SET good = FALSE, changes = changes + 1 WHERE slice < 64;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION mart.put_slice_aside() IS 'Notes that what is kept ready of a user''s slice counts somebody who may not be counted any more';

-- Who comes back, and who is erased long after they withdrew, changes nothing that is shown.
CREATE TRIGGER withdrawal_puts_slice_aside AFTER UPDATE OF withdrawn_at ON qf.app_user
    FOR EACH ROW WHEN (OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL)
    EXECUTE FUNCTION mart.put_slice_aside();
CREATE TRIGGER erasure_puts_slice_aside AFTER DELETE ON qf.app_user
    FOR EACH ROW WHEN (OLD.withdrawn_at IS NULL) EXECUTE FUNCTION mart.put_slice_aside();
