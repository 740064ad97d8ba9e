package org.qfsync.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.qfsync.domain.Secret;

/** A file that holds a client secret and nothing else, in UTF-8. */
final class SecretFile {
    private static final int LARGEST = 8 * 1024;

    private SecretFile() {}

    /**
     * Reads it.
     *
     * @return empty if there is nothing but whitespace in it
     * @throws IOException if it cannot be read, is no text, or is too large to be a secret
     */
    static Optional<Content> read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST + 1);
        }
        if (bytes.length > LARGEST) {
            throw new IOException("too large to be a secret");
        }
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        String secret = text.strip();
        // The line end that an editor puts there is no whitespace that anybody meant.
        boolean trimmed = !text.replaceFirst("\\R\\z", "").equals(secret);
        return secret.isEmpty() ? Optional.empty() : Optional.of(new Content(new Secret(secret), trimmed));
    }

    /**
     * What it holds.
     *
     * @param trimmed true if whitespace beyond a last line end surrounded the secret
     */
    record Content(Secret secret, boolean trimmed) {}
}
