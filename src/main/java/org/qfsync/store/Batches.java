package org.qfsync.store;

import java.util.List;
import java.util.function.Consumer;

/** Cuts long lists: a statement takes one batch at a time. */
final class Batches {
    static final int ROWS = 1_000;

    private Batches() {}

    static <T> void each(List<T> items, Consumer<List<T>> work) {
        for (int from = 0; from < items.size(); from += ROWS) {
            work.accept(items.subList(from, Math.min(from + ROWS, items.size())));
        }
    }
}
