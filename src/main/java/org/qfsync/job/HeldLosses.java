package org.qfsync.job;

import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.qfsync.store.Hold;
import org.qfsync.store.Hold.Decision;
import org.qfsync.store.Holds;
import org.qfsync.store.Losses;
import org.qfsync.token.Actor;
import org.qfsync.token.AuditEvent;
import org.qfsync.token.Tokens;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Carries out what an operator decides about losses that are held back. Takes the run lease meanwhile, so that no run
 * judges the same rows. Each decision is audited in the transaction that notes it; what follows from it is resumed by
 * the next run if the process dies on the way. Thread-safe.
 */
public final class HeldLosses {
    private final TransactionTemplate transaction;
    private final RunLease lease;
    private final Holds holds;
    private final Losses losses;
    private final Tokens tokens;
    private final Clock clock;

    HeldLosses(
            TransactionTemplate transaction, RunLease lease, Holds holds, Losses losses, Tokens tokens, Clock clock) {
        this.transaction = transaction;
        this.lease = lease;
        this.holds = holds;
        this.losses = losses;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Believes them: the rows that are still absent get their tombstones. Empty if a run is alive: nothing was done. */
    public Decided accept(Collection<Hold> accepted, Actor operator) {
        return decide(accepted, Decision.ACCEPTED, AuditEvent.LOSS_ACCEPTED, operator);
    }

    /** The same, for an operator without a shell. */
    public Decided accept(Collection<Hold> accepted, String account) {
        return accept(accepted, new Actor(Actor.Kind.OPERATOR, account));
    }

    /** Does not believe them: the rows are kept until they are listed again, or accepted after all. */
    public Decided reject(Collection<Hold> rejected, Actor operator) {
        return decide(rejected, Decision.REJECTED, AuditEvent.LOSS_REJECTED, operator);
    }

    /** The same, for an operator without a shell. */
    public Decided reject(Collection<Hold> rejected, String account) {
        return reject(rejected, new Actor(Actor.Kind.OPERATOR, account));
    }

    private Decided decide(Collection<Hold> decided, Decision decision, AuditEvent event, Actor operator) {
        Optional<RunLease.Held> held = lease.tryTake("qfsync holds");
        if (held.isEmpty()) {
            return new Decided(Optional.of(lease.refusal()), Set.of());
        }
        try (RunLease.Held mine = held.get()) {
            RunFence fence = new RunFence(transaction, lease, tokens.vault(), mine.epoch());
            Set<Long> settled = new HashSet<>();
            for (Hold hold : decided) {
                fence.within("", () -> {
                    // A run, or somebody else, may have settled it since it was shown.
                    if (holds.decide(hold, decision, operator.name(), clock.instant())) {
                        tokens.audit().record(operator, event, hold.user(), detail(hold));
                        settled.add(hold.id());
                    }
                });
                if (decision == Decision.ACCEPTED && settled.contains(hold.id())) {
                    losses.remove(hold, clock.instant(), fence);
                }
            }
            return new Decided(Optional.empty(), Set.copyOf(settled));
        }
    }

    private static String detail(Hold hold) {
        return "hold " + hold.id() + ": " + hold.rows() + " of " + hold.before() + " rows of " + hold.dataset();
    }

    /**
     * What came of it.
     *
     * @param busy why nothing was done; empty if it was
     * @param settled the numbers of those that were settled; of the others somebody else decided meanwhile
     */
    public record Decided(Optional<String> busy, Set<Long> settled) {}
}
