package org.qfsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.qfsync.report.TextTable.Column;

class TextTableTest {
    private final TextTable table = new TextTable(List.of(Column.text("name"), Column.number("n")));

    @Test
    void columnsAreAlignedByWhatATerminalShows() {
        table.row(List.of("Sabr \ud83c\udf31", "7"))
                .row(List.of("e\u0301", "10"))
                .row(List.of("plain", "1"));

        assertThat(table.lines())
                .containsExactly("name      n", "Sabr \ud83c\udf31   7", "e\u0301        10", "plain     1");
    }

    @Test
    void rightToLeftTextIsIsolatedAndOtherwiseIntact() {
        table.row(List.of("\u0631\u062d\u0645\u0629", "45"));

        assertThat(table.lines().get(1)).isEqualTo("\u2068\u0631\u062d\u0645\u0629\u2069  45");
    }

    @Test
    void whatCouldSteerTheTerminalIsShownInstead() {
        table.row(List.of("a\u001b[2Jb\tc\nd", "1"));

        assertThat(table.lines().get(1)).startsWith("a\\u001b[2Jb\\tc\\nd ");
    }

    @Test
    void durationsReadAsPeopleSayThem() {
        assertThat(List.of(840L, 3_200L, 245_000L, 7_800_000L).stream()
                        .map(Duration::ofMillis)
                        .map(Spans::words))
                .containsExactly("840 ms", "3.2 s", "4 min 5 s", "2 h 10 min");
    }
}
