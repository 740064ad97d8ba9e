package org.qfsync.content;

import static org.qfsync.store.ColumnType.INTEGER;
import static org.qfsync.store.ColumnType.TEXT;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.qfsync.api.ContentClient;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.PermanentException;
import org.qfsync.store.Mapping;
import org.qfsync.store.Row;
import org.qfsync.store.Scope;
import org.qfsync.store.TableSpec;
import org.qfsync.store.UnknownFields;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What QF tells about each stored chapter, in each configured language: a request for each of them. Where QF has
 * nothing the row stands empty, so that what was asked for can be told from what was not. Thread-safe.
 */
public final class ChapterInfos implements ContentDataset {
    private static final Mapping MAPPING = Mapping.of(Dataset.CHAPTER_INFO, "qf.chapter_info")
            .keyGiven("chapter_id", INTEGER)
            .keyGiven("language", TEXT)
            .always("id", "info_id", INTEGER)
            .always("text", "text", TEXT)
            .always("short_text", "short_text", TEXT)
            .always("language_name", "language_name", TEXT)
            .always("source", "source", TEXT)
            .maybe("resource_id", "resource_id", INTEGER)
            .ignoring("chapter_id");

    private final ContentClient client;
    private final JdbcClient jdbc;
    private final List<String> languages;

    public ChapterInfos(ContentClient client, JdbcClient jdbc, List<String> languages) {
        this.client = client;
        this.jdbc = jdbc;
        this.languages = List.copyOf(languages);
    }

    @Override
    public Dataset dataset() {
        return MAPPING.dataset();
    }

    @Override
    public TableSpec table() {
        return MAPPING.table();
    }

    @Override
    public Scope scope() {
        return Scope.all();
    }

    @Override
    public boolean coversWhatIsAsked() {
        Set<String> stored =
                new HashSet<>(jdbc.sql("SELECT DISTINCT language FROM qf.chapter_info WHERE deleted_at IS NULL")
                        .query(String.class)
                        .list());
        return stored.equals(Set.copyOf(languages));
    }

    @Override
    public List<Row> fetch(UnknownFields unknown) {
        List<Integer> chapters = jdbc.sql(
                        "SELECT chapter_id FROM qf.chapter WHERE deleted_at IS NULL ORDER BY chapter_id")
                .query(Integer.class)
                .list();
        if (chapters.isEmpty()) {
            throw new PermanentException(
                    "No chapters are stored that could be asked about",
                    "incomplete_content",
                    null,
                    "The listing of chapters failed, too: see there. Then: qfsync run",
                    null);
        }
        List<Row> rows = new ArrayList<>();
        for (String language : languages) {
            chapters.forEach(chapter -> rows.add(row(chapter, language, unknown)));
        }
        return rows;
    }

    private Row row(int chapter, String language, UnknownFields unknown) {
        return client.chapterInfo(chapter, language)
                .map(info -> MAPPING.row(info, unknown, Map.of("chapter_id", chapter, "language", language)))
                .orElseGet(() -> MAPPING.table()
                        .row()
                        .set("chapter_id", chapter)
                        .set("language", language)
                        .build());
    }
}
