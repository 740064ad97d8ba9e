package org.qfsync.http;

import feign.Response;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/** A body that was written to a file of its own, which is deleted by {@link #close}. May be read more than once. */
public final class SpooledBody implements Response.Body {
    private final Path file;

    SpooledBody(Path file) {
        this.file = file;
    }

    /** Always unknown: an {@code int} may not hold it. */
    @Override
    @SuppressWarnings("NullAway") // Feign's own convention for an unknown length
    public Integer length() {
        return null;
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public InputStream asInputStream() throws IOException {
        return new BufferedInputStream(Files.newInputStream(file));
    }

    @Override
    public Reader asReader(Charset charset) throws IOException {
        return new InputStreamReader(asInputStream(), charset);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
