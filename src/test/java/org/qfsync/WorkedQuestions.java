package org.qfsync;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import org.qfsync.analytics.OutputFormat;
import org.qfsync.analytics.QueryProperties;
import org.qfsync.analytics.QueryResult;
import org.qfsync.analytics.QueryRunner;
import org.qfsync.store.Database;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.store.ReaderAccount;
import org.qfsync.store.ReaderProperties;
import org.qfsync.testing.SqlPage;

/** Asks a home's database what sql/README.md asks, as an analyst, and prints it as {@code qfsync query} does. */
final class WorkedQuestions {
    private final QueryRunner runner;

    private WorkedQuestions(QueryRunner runner) {
        this.runner = runner;
    }

    /** The page shows what this home's sandbox database answers. */
    static void assertAnsweredBy(Path home) {
        DatabaseProperties file = DatabaseProperties.h2File(home.resolve("sandbox"));
        try (Database database = Database.open(file, "asking", Clock.systemUTC())) {
            ReaderProperties properties = ReaderProperties.defaults();
            ReaderAccount account = ReaderAccount.open(database, home, properties);
            QueryRunner runner = new QueryRunner(() -> account, properties.timeout(), QueryProperties.defaults());
            assertAnsweredBy(runner);
        }
    }

    /** The page shows what the database behind it answers. */
    static void assertAnsweredBy(QueryRunner runner) {
        SqlPage.read().assertAnswered(new WorkedQuestions(runner)::answer);
    }

    private String answer(String sql) {
        QueryResult result = runner.run(sql);
        StringWriter out = new StringWriter();
        PrintWriter printer = new PrintWriter(out);
        result.print(OutputFormat.TABLE, printer);
        printer.flush();
        return out.toString();
    }
}
