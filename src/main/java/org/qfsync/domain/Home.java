package org.qfsync.domain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * The folder where this program keeps its files: {@code QFSYNC_HOME}, else {@code ~/.qfsync}. Only its owner may read
 * it.
 */
public record Home(Path path) {
    /**
     * The home of that environment; nothing is created.
     *
     * @throws InvalidSettingsException if it is not a path
     */
    public static Home of(Map<String, String> environment) {
        String configured = environment.getOrDefault("QFSYNC_HOME", "").strip();
        try {
            return new Home(
                    configured.isEmpty()
                            ? Path.of(System.getProperty("user.home"), ".qfsync")
                            : Path.of(configured).toAbsolutePath());
        } catch (InvalidPathException e) {
            throw new InvalidSettingsException(List.of("QFSYNC_HOME: \"" + configured + "\" is not a path"));
        }
    }

    /**
     * Makes the folder, readable for its owner alone, if it is not there.
     *
     * @throws InvalidSettingsException if it cannot be made
     */
    public void create() {
        try {
            if (Files.notExists(path)) {
                boolean posix =
                        path.getFileSystem().supportedFileAttributeViews().contains("posix");
                if (posix) {
                    Files.createDirectories(path.toAbsolutePath().getParent());
                    Files.createDirectory(
                            path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                } else {
                    Files.createDirectories(path);
                }
            }
        } catch (IOException e) {
            throw new InvalidSettingsException(List.of("QFSYNC_HOME: cannot make the folder " + path + ": "
                    + e.getClass().getSimpleName()));
        }
    }
}
