package org.qfsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.qfsync.report.TextTable.Column;

class CsvPrinterTest {
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
