package org.qfsync.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Reads a body into memory, but no more of it than allowed, before as well as after decompression. */
final class BoundedBody {
    private static final int BUFFER = 8192;

    private final int maxBytes;

    BoundedBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    byte[] read(InputStream content, boolean gzip) throws IOException {
        return gzip ? decompressed(new BufferedInputStream(new Limited(content), BUFFER)) : all(content);
    }

    private byte[] decompressed(InputStream compressed) throws IOException {
        compressed.mark(1);
        if (compressed.read() < 0) {
            return new byte[0];
        }
        compressed.reset();
        return all(new GZIPInputStream(compressed, BUFFER));
    }

    private byte[] all(InputStream content) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            if (body.size() + read > maxBytes) {
                throw new Exceeded();
            }
            body.write(buffer, 0, read);
        }
        return body.toByteArray();
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
