package org.qfsync.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryFileTest {
    private static final String HEAD = "-- title: Saves\n-- question: How many?\n";

    private static NamedQuery parse(String text) {
        return QueryFile.parse("saves", "sql/analytics/saves.sql", text);
    }

    @Test
    void headerAndStatementAreRead() {
        NamedQuery query = parse("""
                -- title: Most saved verses
                -- question: Which verses are saved most?
                -- question: And by how many?
                -- a remark of no meaning
                -- param: juz integer optional The juz, 1 to 30.
                -- param: limit integer default 20
                -- chart: bar verse_key saves

                SELECT verse_key, saves FROM analytics.most_saved_verses
                WHERE (:juz IS NULL OR juz_number = :juz)
                LIMIT :limit;
                """);

        assertThat(query.title()).isEqualTo("Most saved verses");
        assertThat(query.question()).isEqualTo("Which verses are saved most? And by how many?");
        assertThat(query.parameters())
                .extracting(QueryParameter::words)
                .containsExactly("juz (integer, optional)", "limit (integer, default 20)");
        assertThat(query.parameters().get(0).description()).isEqualTo("The juz, 1 to 30.");
        assertThat(query.chart()).contains(new ChartHint("verse_key", "saves"));
        assertThat(query.statement()).isEqualTo("""
                SELECT verse_key, saves FROM analytics.most_saved_verses
                WHERE (CAST(? AS INTEGER) IS NULL OR juz_number = CAST(? AS INTEGER))
                LIMIT CAST(? AS INTEGER)""");
        assertThat(query.bind(Map.of("juz", " 30"))).containsExactly(30, 30, 20);
        assertThat(query.bind(Map.of("juz", ""))).containsExactly(null, null, 20);
    }

    @Test
    void itsCommandCanBeTypedInAShellWhateverTheValue() {
        NamedQuery query = parse(HEAD + "SELECT 1");

        assertThat(query.command(Map.of())).isEqualTo("query saves");
        assertThat(query.command(Map.of("since", "2026-01-20T00:00+01:00")))
                .isEqualTo("query saves --param since=2026-01-20T00:00+01:00");
        assertThat(query.command(Map.of("name", "O'Neil; rm -rf $HOME")))
                .isEqualTo("query saves --param name='O'\\''Neil; rm -rf $HOME'");
    }

    @Test
    void aHeatMapNamesItsRowsToo() {
        assertThat(parse(HEAD + "-- chart: heat weekday hour sessions\nSELECT 1")
                        .chart())
                .contains(new ChartHint("hour", "sessions", Optional.of("weekday")));
    }

    @Test
    void colonsInTextsNamesCommentsAndCastsAreNoParameters() {
        NamedQuery query = parse(HEAD + """
                -- param: a text required
                SELECT ':b', ':c'':d', x::text AS ":e" /* :f
                :g */ -- :h
                FROM t WHERE k = :a""");

        assertThat(query.statement()).endsWith("WHERE k = CAST(? AS VARCHAR)").contains("x::text AS \":e\"");
        assertThat(query.places()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -- param: juz integer The juz                          | 3: expected "param: name type required|optional
            -- param: juz whole optional The juz                   | 3: whole is no type; there are text, integer
            -- param: juz integer default many                     | 3: the default many is not a whole number
            -- param: a text optional\\n-- param: a text optional  | 4: the parameter a comes a second time
            -- chart: pie a b                                      | 3: expected "chart: bar
            -- titel: Saves                                        | 3: "titel:" is not title, question, param or chart
            -- title: Saves                                        | 3: "title:" comes a second time
            -- question:                                           | 3: "question:" says nothing
            -- param: a text optional                              | 4: the parameter a is not used
            SELECT 1\\nFROM t WHERE a = :b                         | 4: :b is not declared""", quoteCharacter = '`')
    void aMistakeIsToldWithFileAndLine(String lines, String message) {
        String text = HEAD + lines.replace("\\n", "\n") + (lines.startsWith("SELECT") ? "" : "\nSELECT 1");
        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> parse(text))
                .withMessageContaining("sql/analytics/saves.sql:" + message.replace("\\n", "\n"));
    }

    @Test
    void aQueryNeedsATitleAQuestionAndAStatement() {
        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> parse("-- title: Saves\nSELECT 1"))
                .withMessageStartingWith("sql/analytics/saves.sql:1: ");
        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> parse(HEAD))
                .withMessageEndingWith("there is no statement below the header");
    }

    @Test
    void parametersThatAreUnknownMissingOrOfAnotherTypeAreRefused() {
        NamedQuery query =
                parse(HEAD + "-- param: juz integer required\n-- param: since date optional\n" + "SELECT :juz, :since");

        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> query.bind(Map.of("juzz", "1")))
                .withMessage("The query saves has no parameter \"juzz\"; did you mean juz?");
        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> query.bind(Map.of("page", "1")))
                .withMessageEndingWith("; it takes juz (integer, required), since (date, optional)");
        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> query.bind(Map.of()))
                .withMessage("The query saves needs the parameter juz, a whole number: --param juz=...");
        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> query.bind(Map.of("juz", "1", "since", "yesterday")))
                .withMessageEndingWith("\"yesterday\" is not a date such as 2026-10-04");
    }

    @Test
    void aMistypedNameOfAQueryIsAnsweredWithTheNearest() {
        NamedQuery query = parse(HEAD + "SELECT 1");
        QueryCatalog catalog = new QueryCatalog(List.of(query));

        assertThat(catalog.find("saves")).isSameAs(query);
        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> catalog.find("svaes"))
                .withMessage("There is no query \"svaes\"; did you mean saves? See those there are: qfsync query");
        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> catalog.find("goals-met"))
                .withMessage("There is no query \"goals-met\". See those there are: qfsync query");
    }
}
