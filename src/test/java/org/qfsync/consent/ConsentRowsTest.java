package org.qfsync.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ConsentRowsTest {
    private static final String HEADER = "sub,refresh_token,scope\n";

    @Test
    void aRowOfColumnNamesMakesItCsvAndAnObjectJsonLines() throws IOException {
        assertThat(read("\uFEFF\r\n sub , Refresh_Token,scope,obtained_at\r\n\r\na,rt,bookmark note,\r\n"))
                .containsExactly("4 {\"sub\":\"a\",\"refresh_token\":\"rt\",\"scope\":\"bookmark note\"}");
        assertThat(read("\n{\"sub\":\"a\",\"refresh_token\":\"rt\"}"))
                .containsExactly("2 {\"sub\":\"a\",\"refresh_token\":\"rt\"}");
        assertThat(read("\n\n")).isEmpty();
        assertThat(read("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%1$s;%2$s;%3$s", "%1$s\t%2$s\t%3$s", "\"%1$s\",\"%2$s\",\"%3$s\""})
    void spreadsheetsSeparatorsAndQuotesAreUnderstood(String row) throws IOException {
        String file = row.formatted("sub", "refresh_token", "scope") + "\n" + row.formatted("a;\u00e9", "r", "s");

        assertThat(read(row.startsWith("\"") ? file : file.replace("a;", "a")))
                .singleElement()
                .asString()
                .contains("\u00e9\"")
                .contains("\"refresh_token\":\"r\"");
    }

    @Test
    void aBrokenRowSpoilsNoOther() throws IOException {
        assertThat(read(HEADER + "a,\"never closed,x\nb,rt,x\nc,rt\nd,rt,x,y\ne,\"r\"t,x\nf,\"r\"\"t\",x\n"))
                .containsExactly(
                        "2 refused: not a row of CSV",
                        "3 {\"sub\":\"b\",\"refresh_token\":\"rt\",\"scope\":\"x\"}",
                        "4 refused: has 2 values where the first row names 3 columns",
                        "5 refused: has 4 values where the first row names 3 columns",
                        "6 refused: not a row of CSV",
                        "7 {\"sub\":\"f\",\"refresh_token\":\"r\\\"t\",\"scope\":\"x\"}");
    }

    @Test
    void aCsvFileWithoutANeededColumnIsReadNoFurther() throws IOException {
        assertThat(read("sub,refresh_token\na,b\nc,d")).containsExactly("1 refused: no column is named \"scope\"");
        assertThat(read("sub,scope,refresh_token,sub\na,b,c,d"))
                .containsExactly("1 refused: two columns have the same name");
        assertThat(read("garbage\nmore", Optional.of(ImportFormat.CSV)))
                .containsExactly("1 refused: not a row of column names such as sub,refresh_token,scope");
    }

    @Test
    void anAmbiguousJsonLineIsRefused() throws IOException {
        assertThat(read("{\"sub\":\"a\",\"sub\":\"b\"}\n{} {}\n{\"sub\":\"c\"}"))
                .containsExactly("1 refused: not a JSON object", "2 refused: not a JSON object", "3 {\"sub\":\"c\"}");
    }

    private static List<String> read(String file) throws IOException {
        return read(file, Optional.empty());
    }

    private static List<String> read(String file, Optional<ImportFormat> format) throws IOException {
        ConsentRows rows = ConsentRows.of(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), format);
        List<String> read = new ArrayList<>();
        while (true) {
            try {
                Optional<JsonNode> row = rows.next();
                if (row.isEmpty()) {
                    return read;
                }
                read.add(rows.number() + " " + row.get());
            } catch (RefusedException e) {
                read.add(rows.number() + " refused: " + e.reason());
            }
        }
    }
}
