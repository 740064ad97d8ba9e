package org.qfsync.store;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the columns of the views in {@code analytics} mean, kept where an analyst looks for it. H2 does not write the
 * comments of a view's columns to its file, and drops them when it compiles a view anew, so they are given again from
 * the views' own files whenever the database is prepared. PostgreSQL keeps them.
 */
final class ViewComments {
    private final JdbcTemplate jdbc;
    private final AnalyticsSql views;

    ViewComments(JdbcTemplate jdbc, AnalyticsSql views) {
        this.jdbc = jdbc;
        this.views = views;
    }

    /** To be called when the views are there. */
    void prepare() {
        List<String> statements = views.columnComments();
        jdbc.batchUpdate(statements.toArray(String[]::new));
    }
}
