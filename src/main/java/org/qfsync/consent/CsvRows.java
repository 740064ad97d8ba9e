package org.qfsync.consent;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One row of CSV a line, below a row of column names. No value goes over the end of a line: so a quote that was not
 * closed spoils its own line and none of the following, and lines can be told by their number.
 */
final class CsvRows implements ConsentRows {
    private final LineReader lines;
    private @Nullable CsvHeader header;
    private boolean unusable;

    CsvRows(LineReader lines) {
        this.lines = lines;
    }

    @Override
    public Optional<JsonNode> next() throws IOException, RefusedException {
        if (header == null) {
            header = header();
        }
        Optional<String> line = unusable ? Optional.empty() : lines.nextNotBlank();
        return header == null || line.isEmpty() ? Optional.empty() : Optional.of(header.row(line.get()));
    }

    /** Without column names no row can be read: the file ends there. */
    private @Nullable CsvHeader header() throws IOException, RefusedException {
        if (unusable) {
            return null;
        }
        unusable = true;
        Optional<String> line = lines.nextNotBlank();
        if (line.isEmpty()) {
            return null;
        }
        CsvHeader found = CsvHeader.of(line.get());
        unusable = false;
        return found;
    }

    @Override
    public long number() {
        return lines.number();
    }
}
