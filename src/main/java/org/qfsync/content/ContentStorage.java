package org.qfsync.content;

import java.util.function.Function;
import org.qfsync.store.RowWriter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Where content goes. Thread-safe.
 *
 * @param fence called at the end of each transaction; throws if the run may no longer write
 */
public record ContentStorage(JdbcClient jdbc, TransactionTemplate transaction, RowWriter rows, Runnable fence) {
    /**
     * Does the work in one short transaction. The fence comes last: a long one that began with it would keep the
     * lease's heartbeat waiting.
     */
    <T> T inTransaction(Function<RowWriter, T> work) {
        T done = transaction.execute(status -> {
            T result = work.apply(rows);
            fence.run();
            return result;
        });
        if (done == null) {
            throw new IllegalStateException("the work of a transaction has a result");
        }
        return done;
    }
}
