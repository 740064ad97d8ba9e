package org.qfsync.consent;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;

/**
 * The column names of a CSV file, and how its rows are read: fields apart by the comma, or by the semicolon or the tab
 * that some spreadsheets write.
 */
final class CsvHeader {
    private static final List<String> NEEDED = List.of("sub", "refresh_token", "scope");
    private static final ObjectReader ROW =
            new CsvMapper().readerFor(String[].class).with(CsvReadFeature.WRAP_AS_ARRAY);

    private final ObjectReader reader;
    private final List<String> names;

    private CsvHeader(ObjectReader reader, List<String> names) {
        this.reader = reader;
        this.names = names;
    }

    static boolean looksLike(String line) {
        return find(line).isPresent();
    }

    /** @throws RefusedException if it lacks a column that every consent needs, or names one twice */
    static CsvHeader of(String line) throws RefusedException {
        CsvHeader header = find(line)
                .orElseThrow(() -> new RefusedException("not a row of column names such as sub,refresh_token,scope"));
        for (String name : NEEDED) {
            if (!header.names.contains(name)) {
                throw new RefusedException("no column is named \"" + name + "\"");
            }
        }
        if (new HashSet<>(header.names).size() < header.names.size()) {
            throw new RefusedException("two columns have the same name");
        }
        return header;
    }

    private static Optional<CsvHeader> find(String line) {
        return Stream.of(',', ';', '\t')
                .flatMap(separator -> of(line, separator).stream())
                .findFirst();
    }

    private static Optional<CsvHeader> of(String line, char separator) {
        ObjectReader reader = ROW.with(new CsvMapper().schema().withColumnSeparator(separator));
        return cells(reader, line)
                .map(cells -> cells.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .toList())
                .filter(names -> names.contains("refresh_token"))
                .map(names -> new CsvHeader(reader, names));
    }

    /** A row as an object of texts; an empty cell is no field. */
    ObjectNode row(String line) throws RefusedException {
        List<String> cells = cells(reader, line).orElseThrow(() -> new RefusedException("not a row of CSV"));
        if (cells.size() != names.size()) {
            throw new RefusedException(
                    "has " + cells.size() + " values where the first row names " + names.size() + " columns");
        }
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < cells.size(); i++) {
            if (!cells.get(i).isEmpty()) {
                row.put(names.get(i), cells.get(i));
            }
        }
        return row;
    }

    private static Optional<List<String>> cells(ObjectReader reader, String line) {
        try (MappingIterator<String[]> rows = reader.readValues(line)) {
            List<String> cells =
                    rows.hasNext() ? Stream.of(rows.next()).map(String::strip).toList() : List.of();
            return rows.hasNext() ? Optional.empty() : Optional.of(cells);
        } catch (JacksonException e) {
            // its message quotes the line
            return Optional.empty();
        }
    }
}
