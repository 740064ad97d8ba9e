package org.qfsync.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.store.Database;
import org.qfsync.store.ReaderAccount;
import org.qfsync.store.ReaderProperties;

/** Each query that comes with the program runs on an empty database, of either kind, with all its parameters. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class NamedQueriesContract {
    private static final Map<ParameterType, String> SAMPLES = Map.of(
            ParameterType.TEXT, "page",
            ParameterType.INTEGER, "3",
            ParameterType.NUMBER, "0.5",
            ParameterType.DATE, "2026-10-04",
            ParameterType.TIME, "2026-10-04T02:30:00Z",
            ParameterType.BOOLEAN, "true");

    private Database database;
    private QueryRunner runner;

    abstract Database freshDatabase(Path folder);

    @BeforeAll
    void open(@TempDir Path folder) {
        database = freshDatabase(folder);
        ReaderAccount account = ReaderAccount.open(database, folder, ReaderProperties.defaults());
        runner = new QueryRunner(() -> account, ReaderProperties.defaults().timeout(), QueryProperties.defaults());
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void eachRunsWithAndWithoutItsParametersAndItsChartHasItsColumns() {
        List<NamedQuery> queries = QueryCatalog.load().all();
        assertThat(queries).hasSizeGreaterThan(20);
        for (NamedQuery query : queries) {
            Map<String, String> required = new HashMap<>();
            Map<String, String> all = new HashMap<>();
            for (QueryParameter parameter : query.parameters()) {
                all.put(parameter.name(), SAMPLES.get(parameter.type()));
                if (parameter.isRequired()) {
                    required.put(parameter.name(), SAMPLES.get(parameter.type()));
                }
            }
            QueryResult result = runner.run(query, required);
            assertThat(runner.run(query, all).columns()).as(query.name()).isEqualTo(result.columns());
            assertThat(result.columns())
                    .as(query.name())
                    .extracting(ResultColumn::name)
                    .doesNotContain("sub", "body");
            query.chart()
                    .ifPresent(chart -> assertThat(BarChart.lines(result, chart))
                            .as(query.name())
                            .isNotEmpty());
        }
    }

    @Test
    void eachFileOfTheFolderIsAQueryAndSaysWhatItsParametersAre() throws IOException {
        List<NamedQuery> queries = QueryCatalog.load().all();
        try (Stream<Path> files = Files.list(Path.of("sql", "analytics"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName()))
                            .filter(file -> file.endsWith(".sql"))
                            .map(file -> file.replace(".sql", ""))
                            .sorted())
                    .containsExactlyElementsOf(
                            queries.stream().map(NamedQuery::name).toList());
        }
        assertThat(queries).allSatisfy(query -> {
            assertThat(query.name()).matches("[a-z][a-z-]+");
            assertThat(query.question()).endsWith("?");
            assertThat(query.parameters())
                    .allSatisfy(parameter -> assertThat(parameter.description()).endsWith("."));
        });
    }
}
