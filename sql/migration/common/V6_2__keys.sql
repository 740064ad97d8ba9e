-- What guards all grants: since when the key that is recorded seals, and whether this database is still the newest one.

ALTER TABLE ops.deployment ADD COLUMN keyset_since TIMESTAMP WITH TIME ZONE;
UPDATE ops.deployment SET keyset_since = CURRENT_TIMESTAMP WHERE keyset_fingerprint IS NOT NULL;
COMMENT ON COLUMN ops.deployment.keyset_fingerprint IS 'Fingerprint of the key that seals the tokens; NULL until it is known';
COMMENT ON COLUMN ops.deployment.keyset_since IS 'Since when that key seals';

ALTER TABLE ops.deployment ADD COLUMN custody_epoch BIGINT;
COMMENT ON COLUMN ops.deployment.custody_epoch IS 'Goes up before and while tokens are rotated; if the copy of it in the home is ahead, this database was restored from a backup. NULL until the first start';
