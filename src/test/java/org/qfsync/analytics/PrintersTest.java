package org.qfsync.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Types;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qfsync.report.TextTable.Column;

class PrintersTest {
    private static final List<Column> COLUMNS = List.of(Column.text("name"), Column.number("n"), Column.text("name"));

    private final StringWriter out = new StringWriter();

    @Test
    void fieldsAreQuotedWhereRfc4180WantsIt() {
        try (RowPrinter rows = RowPrinter.of(OutputFormat.CSV, COLUMNS, new PrintWriter(out))) {
            rows.row(Arrays.asList("a \"b\", c", 7, "two\nlines"));
            rows.row(Arrays.asList("", null, "\u0622\u064a\u0629"));
        }
        assertThat(out)
                .hasToString("name,n,name\r\n\"a \"\"b\"\", c\",7,\"two\nlines\"\r\n\"\",,\u0622\u064a\u0629\r\n");
    }

    @Test
    void aSpreadsheetTakesNoTextForAFormulaAndNumbersStayNumbers() {
        try (RowPrinter rows = RowPrinter.of(OutputFormat.CSV, COLUMNS, new PrintWriter(out))) {
            for (String text : List.of("=1+2", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "-", "a=1")) {
                rows.row(Arrays.asList(text, -7, "=HYPERLINK(\"x\",1)"));
            }
        }
        assertThat(out.toString().lines().skip(1).toList()).first().isEqualTo("'=1+2,-7,\"'=HYPERLINK(\"\"x\"\",1)\"");
        assertThat(out.toString())
                .contains("\n'+1,", "\n'-1,", "\n'@SUM(A1),", "\n'\t=1,", "\n\"'\r=1\",", "\n-,-7,", "\na=1,");
    }

    @Test
    void markdownEscapesWhatWouldEndACellOrBeATag() {
        try (RowPrinter rows = RowPrinter.of(OutputFormat.MARKDOWN, COLUMNS, new PrintWriter(out))) {
            rows.row(Arrays.asList("a|b <i>&", 7, "\u0622\u064a\u0629\nx"));
            rows.row(Arrays.asList(null, -1.5, "`c` [d](e)"));
        }
        assertThat(out).hasToString("""
                | name | n | name |
                | --- | ---: | --- |
                | a\\|b &lt;i>&amp; | 7 | \u0622\u064a\u0629<br>x |
                |  | -1.5 | \\`c\\` \\[d\\](e) |
                """);
    }

    @Test
    void barsAreAsLongAsTheirShareOfTheGreatest() {
        QueryResult result = new QueryResult(
                List.of(new ResultColumn("verse", Types.VARCHAR, "text"), new ResultColumn("n", Types.BIGINT, "int8")),
                List.of(List.of("2:255", 80L), List.of("1:1", 41L), Arrays.asList(null, 0L)),
                false,
                Duration.ZERO);

        assertThat(BarChart.hint(result, Optional.empty())).contains(new ChartHint("verse", "n"));
        assertThat(BarChart.lines(result, new ChartHint("verse", "n")))
                .containsExactly(
                        "verse   n",
                        "2:255  80  " + "\u2588".repeat(40),
                        "1:1    41  " + "\u2588".repeat(20) + "\u258C",
                        "-       0");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> BarChart.lines(result, new ChartHint("verse", "verse")));
    }

    @Test
    void aHeatMapHasAPlaceForEachHourEvenForThoseAtWhichNobodyRead() {
        QueryResult result = new QueryResult(
                List.of(
                        new ResultColumn("weekday", Types.INTEGER, "int4"),
                        new ResultColumn("hour", Types.INTEGER, "int4"),
                        new ResultColumn("n", Types.BIGINT, "int8")),
                List.of(List.of(3, 8, 40L), List.of(1, 10, 10L), List.of(1, 8, 11L)),
                false,
                Duration.ZERO);

        assertThat(BarChart.lines(result, new ChartHint("hour", "n", Optional.of("weekday"))))
                .containsExactly(
                        "weekday    8  9 10", "1         \u2592\u2592    \u2591\u2591", "2", "3         \u2588\u2588");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> BarChart.lines(result, new ChartHint("hour", "n", Optional.of("day"))));
    }

    @Test
    void jsonKeepsNumbersNullsAndColumnsOfOneName() {
        try (RowPrinter rows = RowPrinter.of(OutputFormat.JSON, COLUMNS, new PrintWriter(out))) {
            rows.row(Arrays.asList("a", 7L, null));
        }
        assertThat(out).hasToString("[\n{\"name\":\"a\",\"n\":7,\"name_2\":null}\n]\n");
    }

    @Test
    void aTableOfAnyLengthIsWrittenInPartsUnderOneTitle() {
        try (RowPrinter rows = RowPrinter.of(OutputFormat.TABLE, COLUMNS, new PrintWriter(out))) {
            for (int i = 0; i < 1_200; i++) {
                rows.row(Arrays.asList("x", i, "y"));
            }
        }
        assertThat(out.toString().lines())
                .hasSize(1_201)
                .filteredOn(line -> line.startsWith("name"))
                .hasSize(1);
    }
}
