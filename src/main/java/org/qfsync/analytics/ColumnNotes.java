package org.qfsync.analytics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * What the columns of the schema {@code analytics} mean. Read from the files that put these comments into the database:
 * H2 forgets those of a view's columns when it compiles the view again. Immutable; thread-safe.
 */
public final class ColumnNotes {
    private static final String FILES = "classpath:sql/analytics/*/R__*.sql";
    private static final Pattern COMMENT =
            Pattern.compile("COMMENT ON COLUMN analytics\\.(\\w+)\\.(\\w+)\\s+IS\\s+'((?:[^']|'')*)'");
    private static final Pattern VIEW = Pattern.compile("\\banalytics\\.([a-z_][a-z0-9_]*)");

    private final Map<String, Map<String, String>> byView;

    private ColumnNotes(Map<String, Map<String, String>> byView) {
        this.byView = byView;
    }

    /** Reads them all; needs no database. */
    public static ColumnNotes load() {
        Map<String, Map<String, String>> byView = new HashMap<>();
        try {
            PathMatchingResourcePatternResolver resources =
                    new PathMatchingResourcePatternResolver(ColumnNotes.class.getClassLoader());
            for (Resource file : resources.getResources(FILES)) {
                Matcher comments = COMMENT.matcher(file.getContentAsString(StandardCharsets.UTF_8));
                while (comments.find()) {
                    byView.computeIfAbsent(comments.group(1), view -> new HashMap<>())
                            .put(comments.group(2), comments.group(3).replace("''", "'"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own comments cannot be read", e);
        }
        return new ColumnNotes(byView);
    }

    /**
     * Of the columns that a query reads, by their names; nothing of what it computes. Of two of one name counts that of
     * the view which the query names first.
     */
    public Map<String, String> of(NamedQuery query) {
        Map<String, String> notes = new HashMap<>();
        Matcher views = VIEW.matcher(query.sql());
        while (views.find()) {
            byView.getOrDefault(views.group(1), Map.of()).forEach(notes::putIfAbsent);
        }
        return notes;
    }
}
