package org.qfsync.enrolment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Secret;

/** Tells which application presents a key, in a time that does not depend on how near a wrong one is. Immutable. */
final class ApplicationKeys {
    private final Map<String, String> hashes;

    ApplicationKeys(ApplicationProperties properties) {
        this.hashes = properties.keyHashes();
    }

    /** The name of the application whose key it is. */
    Optional<String> nameOf(Secret presented) {
        byte[] hash = bytes(ApplicationKey.hash(presented));
        @Nullable String name = null;
        for (Map.Entry<String, String> known : hashes.entrySet()) {
            if (MessageDigest.isEqual(hash, bytes(known.getValue()))) {
                name = known.getKey();
            }
        }
        return Optional.ofNullable(name);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
