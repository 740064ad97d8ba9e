package org.qfsync.store;

import java.util.List;
import java.util.function.Consumer;

/** Cuts long lists: a statement takes one batch at a time, as PostgreSQL has at most 65,535 parameters. */
public final class Batches {
    /** At most so many at a time. */
    public static final int ROWS = 1_000;

    private Batches() {}

    /** Hands over batch after batch, in order. */
    public static <T> void each(List<T> items, Consumer<List<T>> work) {
        for (int from = 0; from < items.size(); from += ROWS) {
            work.accept(items.subList(from, Math.min(from + ROWS, items.size())));
        }
    }
}
