package org.qfsync.token;

import java.util.function.IntSupplier;
import org.qfsync.domain.DurabilityBarrier;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The transactions in which grants and their audit are written. Thread-safe. */
final class GrantTransaction {
    private final TransactionTemplate own;
    private final TransactionTemplate joined;
    private final DurabilityBarrier durability;

    GrantTransaction(PlatformTransactionManager transactions, DurabilityBarrier durability) {
        this.own = new TransactionTemplate(transactions);
        this.own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.joined = new TransactionTemplate(transactions);
        this.durability = durability;
    }

    /** Does it in a transaction of its own, whatever the caller's becomes of; durable when it returns. */
    int commit(IntSupplier work) {
        Integer result = own.execute(status -> work.getAsInt());
        durability.awaitDurable();
        return result == null ? 0 : result;
    }

    /** Does it in the caller's transaction; where there is none, in one of its own that is durable when it returns. */
    int join(IntSupplier work) {
        Joined result = joined.execute(status -> new Joined(work.getAsInt(), status.isNewTransaction()));
        if (result == null) {
            return 0;
        }
        if (result.own) {
            durability.awaitDurable();
        }
        return result.value;
    }

    private record Joined(int value, boolean own) {}
}
