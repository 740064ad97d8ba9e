package org.qfsync.content;

import java.util.List;
import org.qfsync.store.Row;

/** All verses of one chapter, as rows. */
public record ChapterVerses(int chapterId, List<Row> rows) {}
