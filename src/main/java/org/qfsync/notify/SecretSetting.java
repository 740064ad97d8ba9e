package org.qfsync.notify;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.qfsync.domain.SafeAddress;
import org.qfsync.domain.Secret;
import org.qfsync.domain.Settings;

/** Settings whose values must not be shown: what is wrong with one is said without it. */
final class SecretSetting {
    private SecretSetting() {}

    /** What that file holds, without surrounding whitespace; a file that cannot be read or is empty is a violation. */
    static Optional<Secret> inFile(Settings settings, String name, Optional<String> file) {
        return file.flatMap(path -> {
            try {
                String value = Files.readString(Path.of(path)).strip();
                if (!value.isEmpty()) {
                    return Optional.of(new Secret(value));
                }
                settings.violation(Settings.variable(name) + ": the file " + path + " is empty");
            } catch (IOException | InvalidPathException e) {
                settings.violation(Settings.variable(name) + ": cannot read the file " + path + " ("
                        + e.getClass().getSimpleName() + ")");
            }
            return Optional.empty();
        });
    }

    /** An address given directly or in a file; such addresses hold tokens. Only safe ones are taken. */
    static Optional<Secret> address(Settings settings, String name, Optional<String> direct, Optional<String> file) {
        if (direct.isPresent() && file.isPresent()) {
            settings.violation(Settings.variable(name) + ": set either this or " + Settings.variable(name + "-file")
                    + ", not both");
            return Optional.empty();
        }
        return direct.map(Secret::new)
                .or(() -> inFile(settings, name + "-file", file))
                .filter(address -> {
                    if (isSafe(address.reveal())) {
                        return true;
                    }
                    settings.violation(Settings.variable(name)
                            + ": expected an https address (http on loopback alone) without user name and fragment");
                    return false;
                });
    }

    private static boolean isSafe(String address) {
        try {
            return SafeAddress.isSafe(new URI(address));
        } catch (java.net.URISyntaxException e) {
            return false;
        }
    }
}
