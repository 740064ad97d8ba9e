package org.qfsync.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.qfsync.domain.Settings;

/** Reads a password from {@code name} or from the file named by {@code name-file}. */
public final class PasswordSetting {
    private PasswordSetting() {}

    /** The password, empty if none is set; what is wrong is noted in the settings. */
    public static String read(Settings settings, String name) {
        Optional<String> direct = settings.raw(name).filter(value -> !value.isEmpty());
        Optional<String> file = settings.text(name + "-file");
        if (direct.isPresent() && file.isPresent()) {
            settings.violation(Settings.variable(name) + ": set either this or " + Settings.variable(name + "-file")
                    + ", not both");
            return "";
        }
        return direct.map(value -> trimmed(settings, Settings.variable(name), value))
                .or(() -> file.map(path -> contents(settings, name + "-file", path)))
                .orElse("");
    }

    private static String contents(Settings settings, String name, String path) {
        String variable = Settings.variable(name);
        try {
            // every editor ends a file with a line break: that one is nothing to warn about
            String value = Files.readString(Path.of(path)).replaceFirst("\\r?\\n\\z", "");
            if (value.isBlank()) {
                settings.violation(variable + ": the file " + path + " is empty");
            }
            return trimmed(settings, variable, value);
        } catch (IOException | InvalidPathException e) {
            settings.violation(variable + ": cannot read the file " + path + " ("
                    + e.getClass().getSimpleName() + ")");
            return "";
        }
    }

    private static String trimmed(Settings settings, String variable, String value) {
        String stripped = value.strip();
        if (!stripped.equals(value)) {
            settings.warning(variable + ": whitespace around the password was removed");
        }
        return stripped;
    }
}
