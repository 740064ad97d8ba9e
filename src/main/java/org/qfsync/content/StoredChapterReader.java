package org.qfsync.content;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.PermanentException;
import org.springframework.batch.infrastructure.item.support.AbstractItemCountingItemStreamItemReader;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the stored chapters in order, from where a restart left off. They are read at once when the step opens, so that
 * no connection is held while their verses are fetched. Not thread-safe: one step's main thread reads.
 */
public final class StoredChapterReader extends AbstractItemCountingItemStreamItemReader<ChapterToFetch> {
    private final JdbcClient jdbc;
    private final BooleanSupplier due;
    private List<ChapterToFetch> chapters = List.of();
    private boolean asked;

    /**
     * For all runs of this process, one after the other.
     *
     * @param due asked when the step opens: if their verses are fresh there is nothing to read
     */
    public StoredChapterReader(JdbcClient jdbc, BooleanSupplier due) {
        this.jdbc = jdbc;
        this.due = due;
        setName("chapters");
    }

    /** How many there are; known once the step is open. */
    public int total() {
        return chapters.size();
    }

    /** False if the verses were fresh when the step last opened. */
    public boolean asked() {
        return asked;
    }

    @Override
    protected void doOpen() {
        asked = due.getAsBoolean();
        if (!asked) {
            return;
        }
        chapters = jdbc.sql(
                        "SELECT chapter_id, verses_count FROM qf.chapter WHERE deleted_at IS NULL ORDER BY chapter_id")
                .query((row, n) -> new ChapterToFetch(row.getInt("chapter_id"), row.getInt("verses_count")))
                .list();
        if (chapters.isEmpty()) {
            throw new PermanentException(
                    "No chapters are stored whose verses could be fetched",
                    "incomplete_content",
                    null,
                    "The listing of chapters failed, too: see there. Then: qfsync run",
                    null);
        }
    }

    @Override
    protected @Nullable ChapterToFetch doRead() {
        int next = getCurrentItemCount() - 1;
        return next < chapters.size() ? chapters.get(next) : null;
    }

    @Override
    protected void doClose() {
        chapters = List.of();
    }
}
