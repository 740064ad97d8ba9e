package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.analytics.NamedQuery;
import org.qfsync.analytics.QueryCatalog;
import org.qfsync.analytics.QueryResult;
import org.qfsync.analytics.QueryRunner;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.store.DatabaseProperties;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Questions and exports, typed after a night. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class QueryCommandsContract {
    private Path home = Path.of("");
    private Sandbox sandbox;
    private CommandSession session;

    abstract DatabaseProperties freshDatabase(Path folder);

    @BeforeAll
    void night(@TempDir Path folder) {
        home = folder;
        sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(4));
        session = CommandSession.at(sandbox, folder);
        TestPrograms.database(freshDatabase(folder)).forEach(session::with);
        String consents = String.join("\n", sandbox.consentLines().toList());
        assertThat(session.typeWithInput(consents, "users", "import", "-").code())
                .isZero();
        assertThat(session.type("run").code()).isZero();
    }

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @Test
    void everyQuestionHasAnAnswerAfterANight() {
        try (Program program = TestPrograms.start(session.environment())) {
            QueryRunner runner = program.get(QueryRunner.class);
            List<NamedQuery> queries = QueryCatalog.load().all();
            assertThat(queries).allSatisfy(query -> {
                boolean dated = query.parameters().stream().anyMatch(parameter -> parameter.isRequired());
                QueryResult result = runner.run(query, dated ? Map.of("at", "2100-01-01") : Map.of());
                assertThat(result.truncated()).as(query.name()).isFalse();
                // What nobody may have done in a small world is not expected.
                assertThat(result.rows().isEmpty()).as(query.name()).isIn(isSilent(query.name()));
            });
        }
    }

    private static List<Boolean> isSilent(String query) {
        return List.of("sync-failures", "users-gone-quiet", "changes-by-night", "bookmarked-pages")
                        .contains(query)
                ? List.of(true, false)
                : List.of(false);
    }

    @Test
    void aQuestionIsAskedByNameWithParametersInAnyFormOrAsAChart() throws IOException {
        CommandSession.Typed json = session.type("query", "saves-by-chapter", "-p", "limit=2", "--format", "json");
        assertThat(json.code()).isZero();
        JsonNode rows = JsonMapper.shared().readTree(json.out());
        assertThat(rows.size()).isEqualTo(2);
        assertThat(rows.get(0).path("saves").asLong())
                .isGreaterThanOrEqualTo(rows.get(1).path("saves").asLong());

        assertThat(session.type("query", "saves-by-chapter", "--param", "limit=1", "--format", "markdown")
                        .out())
                .startsWith("| chapter_id | chapter_name | saves | users |\n| ---: | --- | ---: | ---: |\n| ")
                .hasLineCount(3);
        assertThat(session.type("query", "saves-by-chapter", "--chart").out())
                .startsWith("chapter_name")
                .contains("\u2588".repeat(40));

        Path file = home.resolve("saves.csv");
        CommandSession.Typed written =
                session.type("query", "saves-by-juz", "--format", "csv", "--out", file.toString());
        assertThat(written.code()).isZero();
        assertThat(written.out()).isEmpty();
        assertThat(Files.readString(file)).startsWith("juz_number,saves,users\r\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void noMoreRowsThanTheLimitArePrintedAndItIsSaid() {
        CommandSession limited = new CommandSession(home);
        session.environment().forEach(limited::with);
        limited.with("QFSYNC_QUERY_MAX_ROWS", "3");

        CommandSession.Typed typed =
                limited.type("query", "-e", "SELECT * FROM analytics.dim_verse", "--format", "csv");

        assertThat(typed.code()).isZero();
        assertThat(typed.out().lines()).hasSize(4);
        assertThat(typed.err()).contains("There is more than these 3 rows", "QFSYNC_QUERY_MAX_ROWS");
    }

    @Test
    void theWholeSchemaIsExportedAndNoFileNamesAUser() throws IOException {
        Path to = home.resolve("export");

        CommandSession.Typed typed = session.type("export", "--to", to.toString(), "--format", "csv");

        assertThat(typed.code()).as(typed.all()).isZero();
        assertThat(typed.out()).contains("dim_user.csv", "fact_bookmark.csv", "most_saved_verses.csv");
        JsonNode manifest = JsonMapper.shared().readTree(Files.readString(to.resolve("manifest.json")));
        assertThat(manifest.path("run").path("verdict").asString()).isEqualTo("COMPLETED");
        List<String> subs = sandbox.consentLines()
                .map(line -> JsonMapper.shared().readTree(line).path("sub").asString())
                .toList();
        for (JsonNode file : manifest.path("files")) {
            String content = Files.readString(to.resolve(file.path("name").asString()));
            assertThat(subs).as(file.path("name").asString()).noneMatch(content::contains);
        }
        assertThat(session.type("export", "--to", to.toString()).code()).isEqualTo(2);
    }
}
