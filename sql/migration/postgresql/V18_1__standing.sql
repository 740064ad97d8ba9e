-- Who withdrew is out of the analysts' sight at once: in the transaction in which they do, the materialised answers
-- are put aside. An app whose rights end at the data need not write here: the function has the owner's rights.

CREATE FUNCTION mart.put_answers_aside() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE mart.standing SET good = FALSE, changes = changes + 1;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION mart.put_answers_aside() IS 'Notes that the materialised answers are no longer those of all users whose consent stands, and of nobody else';

-- Who comes back, and who is erased long after they withdrew, changes nothing that is shown.
CREATE TRIGGER withdrawal_puts_answers_aside AFTER UPDATE OF withdrawn_at ON qf.app_user
    FOR EACH ROW WHEN (OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL)
    EXECUTE FUNCTION mart.put_answers_aside();
CREATE TRIGGER erasure_puts_answers_aside AFTER DELETE ON qf.app_user
    FOR EACH ROW WHEN (OLD.withdrawn_at IS NULL) EXECUTE FUNCTION mart.put_answers_aside();
