package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of {@code qfsync query} needs no database. */
class QueryUsageTest {
    @TempDir
    Path home;

    @Test
    void withoutANameTheQuestionsAreListed() {
        CommandSession.Typed typed = new CommandSession(home).type("query", "--format", "csv");

        assertThat(typed.code()).isZero();
        assertThat(typed.out())
                .startsWith("name,title,parameters\r\n")
                .contains("most-saved-verses,Most saved verses,\"juz (integer, optional), ");
    }

    @Test
    void aQuestionIsShownWithItsParametersAndItsSql() {
        assertThat(new CommandSession(home)
                        .type("query", "most-saved-verses", "--show")
                        .out())
                .startsWith("Most saved verses\nWhich verses do users save most?\n")
                .contains(
                        "  --param juz (integer, optional)  Only this juz, 1 to 30.",
                        "FROM analytics.most_saved_verses");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            query most-saved-verse            | There is no query "most-saved-verse"; did you mean most-saved-verses? See those there are: qfsync query
            query saves-by-juz -e SELECT      | Name a question or ask your own with -e, not both
            query -p juz=1                    | Only a question that has a name has parameters. See those there are: qfsync query
            query saves-by-juz --chart --out x| --chart draws on the terminal; write the data to a file without it""")
    void aMistakeIsToldOnOneLine(String line, String message) {
        CommandSession.Typed typed = new CommandSession(home).type(line.strip().split(" "));

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err().strip()).isEqualTo(message);
    }

    @Test
    void aShellCompletesTheNamesOfQuestions() {
        assertThat(new CommandSession(home).type("completion", "bash").out()).contains("\"most-saved-verses\"");
    }
}
