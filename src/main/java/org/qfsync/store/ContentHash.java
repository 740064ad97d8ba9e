package org.qfsync.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over a row's canonical form: name and value of each column that is not null, in the order of the names, each
 * preceded by its length. A column added later and still null leaves all hashes as they are.
 */
final class ContentHash {
    private ContentHash() {}

    static byte[] of(TableSpec table, List<@Nullable Object> values, @Nullable String extra) {
        MessageDigest digest = sha256();
        List<TableSpec.Column> columns = table.columns();
        IntStream.range(0, columns.size())
                .boxed()
                .sorted(Comparator.comparing(i -> columns.get(i).name()))
                .forEach(i -> add(digest, columns.get(i).name(), values.get(i)));
        add(digest, "extra", extra);
        return digest.digest();
    }

    private static void add(MessageDigest digest, String name, @Nullable Object value) {
        if (value != null) {
            add(digest, name);
            add(digest, value.toString());
        }
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
