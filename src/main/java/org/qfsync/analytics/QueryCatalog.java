package org.qfsync.analytics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.qfsync.analytics.QueryException.Reason;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The named queries that come with the program. Immutable; thread-safe. Needs no database. */
public final class QueryCatalog {
    private static final String FOLDER = "sql/analytics/";

    private final List<NamedQuery> queries;

    QueryCatalog(List<NamedQuery> queries) {
        this.queries =
                queries.stream().sorted(Comparator.comparing(NamedQuery::name)).toList();
    }

    /**
     * Reads them all.
     *
     * @throws QueryException with file and line if one is not as it must be
     */
    public static QueryCatalog load() {
        try {
            List<NamedQuery> queries = new ArrayList<>();
            for (Resource file : files()) {
                String name = Objects.requireNonNull(file.getFilename());
                queries.add(QueryFile.parse(
                        name.replaceFirst("\\.sql$", ""),
                        FOLDER + name,
                        file.getContentAsString(StandardCharsets.UTF_8)));
            }
            return new QueryCatalog(queries);
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own queries cannot be read", e);
        }
    }

    private static Resource[] files() throws IOException {
        return new PathMatchingResourcePatternResolver(QueryCatalog.class.getClassLoader())
                .getResources("classpath:" + FOLDER + "*.sql");
    }

    /** All of them, by name. */
    public List<NamedQuery> all() {
        return queries;
    }

    /** Their names, in order. */
    public List<String> names() {
        return queries.stream().map(NamedQuery::name).toList();
    }

    /**
     * The query of that name.
     *
     * @throws QueryException with what may have been meant if there is none
     */
    public NamedQuery find(String name) {
        return queries.stream()
                .filter(query -> query.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new QueryException(
                        Reason.UNKNOWN,
                        "There is no query \"" + name + "\""
                                + Suggestions.didYouMean(name, names())
                                        .map(guess -> "; " + guess)
                                        .orElse(".")
                                + " See those there are: qfsync query"));
    }
}
