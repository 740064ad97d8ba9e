package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
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
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What an analyst can see says of itself what it is, and sql/README.md says the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DictionaryContract {
    private Database database;
    private Dictionary dictionary;
    private ReaderAccount reader;

    abstract Database freshDatabase(Path folder);

    @BeforeAll
    void open(@TempDir Path folder) {
        database = freshDatabase(folder);
        dictionary = Dictionary.of(database);
        reader = ReaderAccount.open(database, folder, ReaderProperties.defaults());
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
        assertThat(drawn).contains("dim_verse.verse_key", "fact_note_verse.note_key", "change_event.kind");
        assertThat(drawn.stream().filter(name -> !names.contains(name))).isEmpty();
    }

    @Test
    void whoMayOnlyReadCanAskAllThatThePageAsks() throws SQLException {
        List<Statement> statements = SqlPage.read().statements();
        assertThat(statements).hasSizeGreaterThan(20);
        try (Connection connection = reader.connect()) {
            JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            for (Statement statement : statements) {
                if (!statement.postgres() || database.dialect() == Dialect.POSTGRESQL) {
                    assertThat(jdbc.queryForList(statement.sql()))
                            .as(statement.sql())
                            .isNotNull();
                }
            }
        }
    }
}
