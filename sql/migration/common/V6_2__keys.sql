-- What guards all grants: since when the key that is recorded seals.

ALTER TABLE ops.deployment ADD COLUMN keyset_since TIMESTAMP WITH TIME ZONE;
UPDATE ops.deployment SET keyset_since = CURRENT_TIMESTAMP WHERE keyset_fingerprint IS NOT NULL;
COMMENT ON COLUMN ops.deployment.keyset_fingerprint IS 'Fingerprint of the key that seals the tokens; NULL until it is known';
COMMENT ON COLUMN ops.deployment.keyset_since IS 'Since when that key seals';
