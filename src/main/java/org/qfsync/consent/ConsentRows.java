package org.qfsync.consent;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads the consents of a file one by one, however long it is. Not thread-safe. */
interface ConsentRows {
    /**
     * The next one, as a JSON object; blank lines are passed over.
     *
     * @return empty at the end of the file
     * @throws RefusedException if this line cannot be read; the next one may be
     */
    Optional<JsonNode> next() throws IOException, RefusedException;

    /** The number of the line read last, from 1. */
    long number();

    /**
     * Rows in that form; where none is given, in the form that the first line that is not blank looks like: a row of
     * column names, one of which is {@code refresh_token}, begins a CSV file.
     */
    static ConsentRows of(InputStream file, Optional<ImportFormat> given) throws IOException {
        BufferedInputStream in = new BufferedInputStream(file, LineReader.LONGEST);
        ImportFormat format = given.isPresent() ? given.get() : lookedAt(in);
        LineReader lines = new LineReader(in);
        return switch (format) {
            case JSONL -> new JsonRows(lines);
            case CSV -> new CsvRows(lines);
        };
    }

    private static ImportFormat lookedAt(BufferedInputStream in) throws IOException {
        in.mark(LineReader.LONGEST);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        String text = "";
        for (int read = 0, next = 0; read < LineReader.LONGEST && next >= 0; read++) {
            next = in.read();
            if (next >= 0 && next != '\n') {
                line.write(next);
                continue;
            }
            text = line.toString(StandardCharsets.UTF_8).replace("\uFEFF", "").strip();
            line.reset();
            if (!text.isEmpty()) {
                break;
            }
        }
        in.reset();
        return CsvHeader.looksLike(text) ? ImportFormat.CSV : ImportFormat.JSONL;
    }
}
