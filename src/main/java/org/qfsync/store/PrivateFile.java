package org.qfsync.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only their owner may read (mode 0600), where the file system knows such modes. */
final class PrivateFile {
    private PrivateFile() {}

    /** Writes the text; the file is private before the first byte is in it. */
    static void write(Path file, String text) throws IOException {
        if (!Files.exists(file)) {
            if (knowsModes(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
        }
        restrict(file);
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes an existing file private. */
    static void restrict(Path file) throws IOException {
        if (knowsModes(file)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static boolean knowsModes(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        return folder != null && Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class);
    }
}
