package org.qfsync.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;

/** Reads a body, but no more of it than allowed, before as well as after decompression. */
final class BoundedBody {
    private static final int BUFFER = 8192;

    private final long maxBytes;

    BoundedBody(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Into memory. */
    byte[] read(InputStream content, boolean gzip) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        copy(content, gzip, body);
        return body.toByteArray();
    }

    void copy(InputStream content, boolean gzip, OutputStream out) throws IOException {
        if (!gzip) {
            all(content, out);
            return;
        }
        InputStream compressed = new BufferedInputStream(new Limited(content), BUFFER);
        compressed.mark(1);
        if (compressed.read() >= 0) {
            compressed.reset();
            all(new GZIPInputStream(compressed, BUFFER), out);
        }
    }

    private void all(InputStream content, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long total = 0;
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            total += read;
            if (total > maxBytes) {
                throw new Exceeded();
            }
            out.write(buffer, 0, read);
        }
    }

    /** There is more than allowed. */
    static final class Exceeded extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Bounds what goes into the decompressor: a body of empty gzip members would never grow. */
    private final class Limited extends FilterInputStream {
        private long total;

        Limited(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int read) throws Exceeded {
            total += read;
            if (total > maxBytes) {
                throw new Exceeded();
            }
        }
    }
}
