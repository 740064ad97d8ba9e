package org.qfsync.content;

import java.util.List;
import java.util.function.Supplier;
import org.qfsync.store.ChangeCounts;
import org.qfsync.store.Row;
import org.qfsync.store.RowWriter;
import org.qfsync.store.Scope;
import org.qfsync.store.Stamp;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stores the verses of whole chapters, each in a short transaction of its own: the chunk's own transaction spans the
 * fetching, too, and must not hold a connection meanwhile. What it counted survives a restart. Not thread-safe: one
 * step's main thread writes.
 */
public final class VersesWriter implements ItemStreamWriter<ChapterVerses> {
    private static final List<String> KEYS =
            List.of("verses.inserted", "verses.updated", "verses.unchanged", "verses.removed");

    private final RowWriter rows;
    private final TransactionTemplate transaction;
    private final Runnable fence;
    private final Supplier<Stamp> stamp;
    private ChangeCounts counts = ChangeCounts.NONE;

    /**
     * For all runs of this process, one after the other.
     *
     * @param fence called inside each transaction; throws if the run may no longer write
     * @param stamp of the run under way
     */
    public VersesWriter(RowWriter rows, TransactionTemplate transaction, Runnable fence, Supplier<Stamp> stamp) {
        this.rows = rows;
        this.transaction = transaction;
        this.fence = fence;
        this.stamp = stamp;
    }

    @Override
    public void write(Chunk<? extends ChapterVerses> chunk) {
        for (ChapterVerses chapter : chunk) {
            counts = counts.plus(store(chapter));
        }
    }

    private ChangeCounts store(ChapterVerses chapter) {
        List<Row> verses = chapter.rows();
        ChangeCounts stored = transaction.execute(status -> {
            fence.run();
            return rows.replace(
                    VersesProcessor.MAPPING.table(), Scope.of("chapter_id", chapter.chapterId()), verses, stamp.get());
        });
        return stored == null ? ChangeCounts.NONE : stored;
    }

    /** What was done so far, before a restart, too. */
    public ChangeCounts counts() {
        return counts;
    }

    @Override
    public void open(ExecutionContext context) {
        counts = new ChangeCounts(
                context.getLong(KEYS.get(0), 0),
                context.getLong(KEYS.get(1), 0),
                context.getLong(KEYS.get(2), 0),
                context.getLong(KEYS.get(3), 0));
    }

    @Override
    public void update(ExecutionContext context) {
        context.putLong(KEYS.get(0), counts.inserted());
        context.putLong(KEYS.get(1), counts.updated());
        context.putLong(KEYS.get(2), counts.unchanged());
        context.putLong(KEYS.get(3), counts.removed());
    }

    @Override
    public void close() {}
}
