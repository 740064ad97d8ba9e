package org.qfsync.job;

import org.qfsync.content.ChapterToFetch;
import org.qfsync.content.ChapterVerses;
import org.qfsync.content.StoredChapterReader;
import org.springframework.batch.core.listener.ItemReadListener;
import org.springframework.batch.core.listener.ItemWriteListener;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.Chunk;

/** Keeps {@link RunProgress}: how much there is to do when a step begins, and each chapter that is stored. */
final class ProgressKeeper {
    private ProgressKeeper() {}

    /** Of the users step: a restart has a part of them behind it. */
    static StepExecutionListener ofUsers(RunParts parts, WorkList workList) {
        return new StepExecutionListener() {
            @Override
            public void beforeStep(StepExecution step) {
                WorkList.Counts counts =
                        workList.count(parts.control().run().run().id());
                parts.progress().expectUsers(counts.users(), counts.users() - counts.pending());
            }
        };
    }

    /** Of the verses step. */
    static Chapters ofChapters(RunProgress progress, StoredChapterReader reader) {
        return new Chapters(progress, reader);
    }

    /** Counts chapters; used by the step's main thread. */
    static final class Chapters
            implements ItemReadListener<ChapterToFetch>, ItemWriteListener<ChapterVerses>, StepExecutionListener {
        private final RunProgress progress;
        private final StoredChapterReader reader;
        private boolean expecting;

        private Chapters(RunProgress progress, StoredChapterReader reader) {
            this.progress = progress;
            this.reader = reader;
        }

        @Override
        public void beforeStep(StepExecution step) {
            expecting = true;
        }

        @Override
        public void beforeRead() {
            // Only now the reader is open, and stands where a restart goes on.
            if (expecting) {
                expecting = false;
                progress.expectChapters(reader.total() - reader.getCurrentItemCount());
            }
        }

        @Override
        public void afterWrite(Chunk<? extends ChapterVerses> chunk) {
            chunk.forEach(chapter -> progress.chapterDone());
        }
    }
}
