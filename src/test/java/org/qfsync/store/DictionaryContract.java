package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.testing.SqlPage;
import org.qfsync.testing.SqlPage.Statement;
import org.springframework.jdbc.core.JdbcTemplate;

/** What an analyst can see says of itself what it is, and sql/README.md says the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DictionaryContract {
    private Database database;
    private Dictionary dictionary;

    abstract Database freshDatabase(Path folder);

    @BeforeAll
    void open(@TempDir Path folder) {
        database = freshDatabase(folder);
        dictionary = Dictionary.of(database);
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void everyTableViewAndColumnSaysWhatItsNameDoesNot() {
        assertThat(dictionary.tables()).hasSizeGreaterThan(70);
        assertThat(dictionary.unexplained()).isEmpty();
    }

    @Test
    void thePageHasTheDictionaryOfTheDatabase() {
        SqlPage.read().assertSays("dictionary", dictionary.markdown());
    }

    @Test
    void theDiagramsDrawWhatThereIs() {
        Set<String> names = dictionary.names();
        List<String> drawn = SqlPage.read().drawn();
        assertThat(drawn).contains("dim_verse.verse_key", "fact_note_verse.note_key", "change_event.before");
        assertThat(drawn).allSatisfy(name -> assertThat(names).contains(name));
    }

    @Test
    void everyStatementOfThePageRuns() {
        JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
        List<Statement> statements = SqlPage.read().statements();
        assertThat(statements).hasSizeGreaterThan(20);
        for (Statement statement : statements) {
            if (!statement.postgres() || database.dialect() == Dialect.POSTGRESQL) {
                assertThat(jdbc.queryForList(statement.sql()))
                        .as(statement.sql())
                        .isNotNull();
            }
        }
    }
}
