-- An entry that could be changed or taken away would prove nothing. The trigger sees UPDATE and DELETE; a table that is
-- referenced, if only by itself, cannot be truncated.

CREATE TRIGGER ops.audit_append_only BEFORE UPDATE, DELETE ON ops.audit CALL 'org.qfsync.store.AppendOnlyTrigger';
ALTER TABLE ops.audit ADD CONSTRAINT audit_never_truncated FOREIGN KEY (audit_id) REFERENCES ops.audit (audit_id);
