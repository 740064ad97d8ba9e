package org.qfsync.consent;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads lines of UTF-8 one by one, however long the file and whatever is wrong with a line. Not thread-safe. */
final class LineReader {
    static final int LONGEST = 64 * 1024;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final BufferedInputStream in;
    private long number;

    LineReader(BufferedInputStream in) {
        this.in = in;
    }

    /** The number of the line read last, from 1. */
    long number() {
        return number;
    }

    /** As {@link #next()}, passing over blank lines. */
    Optional<String> nextNotBlank() throws IOException, RefusedException {
        Optional<String> line = next();
        while (line.filter(String::isBlank).isPresent()) {
            line = next();
        }
        return line;
    }

    /**
     * The next line, without its end; empty at the end of the file.
     *
     * @throws RefusedException if this line cannot be read; the next one may be
     */
    Optional<String> next() throws IOException, RefusedException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        number++;
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (line.size() < LONGEST) {
                line.write(next);
            } else {
                tooLong = true;
            }
        }
        if (tooLong) {
            throw new RefusedException("longer than " + LONGEST + " bytes");
        }
        return Optional.of(decode(line.toByteArray()));
    }

    private String decode(byte[] bytes) throws RefusedException {
        try {
            String line = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
        } catch (CharacterCodingException e) {
            throw new RefusedException("not UTF-8");
        }
    }
}
