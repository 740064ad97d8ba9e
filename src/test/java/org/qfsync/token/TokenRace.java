package org.qfsync.token;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.qfsync.domain.SyncException;

/** Threads that renew the tokens of users in any order, as fast as they can. */
final class TokenRace {
    private final Tokens tokens;
    private final BiConsumer<String, AccessToken> got;
    private final AtomicBoolean over = new AtomicBoolean();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** @param got told of every token that a thread was given, and whose it is */
    TokenRace(Tokens tokens, BiConsumer<String, AccessToken> got) {
        this.tokens = tokens;
        this.got = got;
    }

    void start(int workers, int users) {
        for (int i = 0; i < workers; i++) {
            threads.execute(() -> {
                while (!over.get()) {
                    renew("user-" + ThreadLocalRandom.current().nextInt(users));
                }
            });
        }
    }

    /** As if the API had refused the token that stands. */
    private void renew(String sub) {
        try {
            AccessTokens user = tokens.managerForStep().forUser(sub);
            got.accept(sub, user.renew(user.current()));
        } catch (SyncException e) {
            // What became of a grant that a kill had caught is looked at in the end.
        }
    }

    /** Returns when each thread has ended what it was at. */
    void stop() {
        over.set(true);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("A thread of the race does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
