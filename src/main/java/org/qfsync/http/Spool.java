package org.qfsync.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.qfsync.domain.PrivateFiles;

/**
 * Where bodies go that are too large to be held in memory: private files of a folder that is used for nothing else.
 * Thread-safe.
 *
 * @param folder made when it is first needed
 * @param maxBytes largest body that is taken, counted before as well as after decompression
 * @param deadline for the whole exchange, body included
 */
public record Spool(Path folder, long maxBytes, Duration deadline) {
    /** Removes what a process that was killed has left; to be called while nobody else spools. */
    public void sweep() throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Writes the content to a file; there is none if that fails. */
    SpooledBody take(InputStream content, boolean gzip) throws IOException {
        Path file = PrivateFiles.unfinished(folder.resolve("body"));
        boolean complete = false;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            new BoundedBody(maxBytes).copy(content, gzip, out);
            complete = true;
        } finally {
            if (!complete) {
                Files.deleteIfExists(file);
            }
        }
        return new SpooledBody(file);
    }
}
