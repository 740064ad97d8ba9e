package org.qfsync.enrolment;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.SafeAddress;
import org.qfsync.domain.Secret;
import org.qfsync.domain.Settings;

/**
 * Which applications may bring consents, and from where.
 *
 * @param keyHashes SHA-256 of each key in hex, by the name of its application
 * @param redirectUris of the applications' own frontends, compared to the letter
 */
public record ApplicationProperties(Map<String, String> keyHashes, Set<String> redirectUris) {
    private static final String EXPECTED =
            "a list NAME:HASH,NAME:HASH of application keys, as printed by: qfsync users app-key NAME";

    public ApplicationProperties {
        keyHashes = Map.copyOf(keyHashes);
        redirectUris = Set.copyOf(redirectUris);
    }

    /**
     * The name of the application whose key it is, told in a time that does not depend on how near a wrong one is.
     */
    Optional<String> nameOf(Secret presented) {
        byte[] hash = bytes(ApplicationKey.hash(presented));
        @Nullable String name = null;
        for (Map.Entry<String, String> known : keyHashes.entrySet()) {
            if (MessageDigest.isEqual(hash, bytes(known.getValue()))) {
                name = known.getKey();
            }
        }
        return Optional.ofNullable(name);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads them; what is wrong is noted in the settings, without repeating it: it could be the key itself. */
    static ApplicationProperties from(Settings settings) {
        Optional<String> keys = settings.text("qfsync.enrolment.application-keys");
        Optional<String> file = settings.text("qfsync.enrolment.application-keys-file");
        if (keys.isPresent() && file.isPresent()) {
            settings.violation("QFSYNC_ENROLMENT_APPLICATION_KEYS and QFSYNC_ENROLMENT_APPLICATION_KEYS_FILE: set one"
                    + " of them, not both");
        }
        Map<String, String> hashes = keys.map(list -> read(settings, "QFSYNC_ENROLMENT_APPLICATION_KEYS", list))
                .or(() -> file.map(path -> readFile(settings, path)))
                .orElse(Map.of());
        Set<String> redirectUris = settings.parsed(
                "qfsync.enrolment.redirect-uris",
                Set.of(),
                "a list of redirect URIs with https, http on loopback, or an app's own scheme, and commas between them",
                ApplicationProperties::redirectUris);
        if (!hashes.isEmpty()
                && redirectUris.isEmpty()
                && settings.text("qfsync.enrolment.redirect-uris").isEmpty()) {
            settings.violation("QFSYNC_ENROLMENT_REDIRECT_URIS: needed beside application keys: the redirect URIs of"
                    + " the applications' own frontends");
        }
        return new ApplicationProperties(hashes, redirectUris);
    }

    private static Map<String, String> readFile(Settings settings, String path) {
        String variable = "QFSYNC_ENROLMENT_APPLICATION_KEYS_FILE";
        try {
            return read(settings, variable, Files.readString(Path.of(path)));
        } catch (IOException | InvalidPathException e) {
            settings.violation(variable + ": cannot read " + path);
            return Map.of();
        }
    }

    private static Map<String, String> read(Settings settings, String variable, String list) {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (String entry : list.strip().split("[,\\s]+", -1)) {
            String[] parts = entry.split(":", 2);
            if (parts.length != 2 || !ApplicationKey.isName(parts[0]) || !ApplicationKey.isHash(parts[1])) {
                settings.violation(variable + ": not " + EXPECTED);
            } else if (hashes.putIfAbsent(parts[0], parts[1]) != null) {
                settings.violation(variable + ": more than one key of the application " + parts[0]
                        + "; give the second one a name of its own");
            }
        }
        return hashes;
    }

    private static Set<String> redirectUris(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .map(ApplicationProperties::redirectUri)
                .collect(Collectors.toSet());
    }

    private static String redirectUri(String value) {
        URI uri = URI.create(value);
        // An app's own scheme is a domain name turned round (RFC 8252 section 7.1), so that it has a dot.
        boolean ofAnApp = uri.getScheme() != null && uri.getScheme().contains(".") && uri.getRawFragment() == null;
        if (!SafeAddress.isSafe(uri) && !ofAnApp) {
            throw new IllegalArgumentException("no redirect URI");
        }
        return value;
    }
}
