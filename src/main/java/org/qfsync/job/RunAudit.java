package org.qfsync.job;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.qfsync.token.Actor;
import org.qfsync.token.Audit;
import org.qfsync.token.AuditEvent;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Notes in the audit what people ask of runs and of the schedule, from the console and from the command line alike. What
 * a schedule or cron starts by itself is no entry: that is in the books of the runs. Thread-safe.
 */
public final class RunAudit {
    private final Audit audit;
    private final TransactionTemplate transaction;

    RunAudit(Audit audit, TransactionTemplate transaction) {
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * Somebody is about to start a run.
     *
     * @param by the account
     * @param subs whom it is for; empty: not for chosen users
     * @param what in words, without personal data
     */
    public void run(String by, Collection<String> subs, String what) {
        note(by, AuditEvent.RUN_ASKED, subs, what);
    }

    /** Somebody is about to repeat or to resume a run; as for {@link #run}. */
    public void rerun(String by, Collection<String> subs, String what) {
        note(by, AuditEvent.RERUN_ASKED, subs, what);
    }

    /** Somebody asked the run under way to stop. */
    void stop(String by, long run) {
        note(by, AuditEvent.STOP_ASKED, List.of(), "run " + run);
    }

    /** Pauses the schedule and notes it, both or none of it; what is paused already is no entry. */
    public boolean pause(String by, BooleanSupplier change) {
        return changed(by, AuditEvent.SCHEDULE_PAUSED, change);
    }

    /** The same for the end of a pause. */
    public boolean resume(String by, BooleanSupplier change) {
        return changed(by, AuditEvent.SCHEDULE_RESUMED, change);
    }

    private boolean changed(String by, AuditEvent event, BooleanSupplier change) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            boolean changed = change.getAsBoolean();
            if (changed) {
                note(by, event, List.of(), "");
            }
            return changed;
        }));
    }

    private void note(String by, AuditEvent event, Collection<String> subs, String detail) {
        Actor who = new Actor(Actor.Kind.OPERATOR, by);
        if (subs.isEmpty()) {
            audit.record(who, event, Optional.empty(), detail);
        }
        subs.forEach(sub -> audit.record(who, event, Optional.of(sub), detail));
    }
}
