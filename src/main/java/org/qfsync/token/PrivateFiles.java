package org.qfsync.token;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes files that only their owner may read, whole or not at all, and on disk when the call returns. */
final class PrivateFiles {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private PrivateFiles() {}

    /** @throws java.nio.file.FileAlreadyExistsException if it is there already */
    static void create(Path file, String content) throws IOException {
        Path folder = folderOf(file);
        Path written = write(folder, content);
        try {
            // A hard link, unlike a rename, fails where the name is taken.
            Files.createLink(file, written);
        } finally {
            Files.deleteIfExists(written);
        }
        force(folder);
    }

    /** In place of what is there. */
    static void replace(Path file, String content) throws IOException {
        Path folder = folderOf(file);
        Path written = write(folder, content);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(folder);
    }

    private static Path folderOf(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("no folder to write to");
        }
        if (Files.notExists(folder)) {
            Files.createDirectories(folder, attributes("rwx------"));
            Path above = folder.getParent();
            if (above != null) {
                force(above);
            }
        }
        return folder;
    }

    private static Path write(Path folder, String content) throws IOException {
        Path written = Files.createTempFile(folder, ".new-", "", attributes("rw-------"));
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        return written;
    }

    /** Sets a file aside under another ending, so that nobody reads it again and nothing is lost. */
    static void setAside(Path file, String ending) throws IOException {
        Files.move(file, file.resolveSibling(file.getFileName() + ending), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void force(Path folder) throws IOException {
        if (POSIX) {
            try (FileChannel channel = FileChannel.open(folder, Set.of(StandardOpenOption.READ))) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
