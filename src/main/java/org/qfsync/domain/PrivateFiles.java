package org.qfsync.domain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that only their owner may read (mode 0600), where the file system knows such modes: written whole or not at
 * all, private before the first byte is in them, and on disk when the call returns. Thread-safe, and across processes.
 */
public final class PrivateFiles {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private static final Set<PosixFilePermission> READ_BY_ALL = PosixFilePermissions.fromString("rw-r--r--");

    private PrivateFiles() {}

    /**
     * Writes a new file.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it is there already
     */
    public static void create(Path file, String content) throws IOException {
        publish(write(folderOf(file), content), file);
    }

    /**
     * A file to write to piece by piece, for what is too long to be held in memory. It has no name that anybody would
     * look for until it is {@linkplain #publish published}; the caller deletes it if it is not.
     *
     * @param file as which it is to be published
     */
    public static Path unfinished(Path file) throws IOException {
        return Files.createTempFile(folderOf(file), ".new-", "", attributes("rw-------"));
    }

    /**
     * Gives a finished file its name.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the name is taken
     */
    public static void publish(Path finished, Path file) throws IOException {
        force(finished, StandardOpenOption.WRITE);
        try {
            // A hard link, unlike a rename, fails where the name is taken.
            Files.createLink(file, finished);
        } finally {
            Files.deleteIfExists(finished);
        }
        force(folderOf(file));
    }

    /** Writes a file in place of what is there. */
    public static void replace(Path file, String content) throws IOException {
        Path folder = folderOf(file);
        Path written = write(folder, content);
        try {
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
        force(folder);
    }

    /** The same for what need not outlive this machine: it does not wait until it is on disk. */
    public static void replaceUnforced(Path file, String content) throws IOException {
        Path written = unfinished(file);
        try {
            Files.writeString(written, content);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /**
     * The same for a file that everyone on this machine may read (mode 0644) once it is whole. Its folder must be there.
     */
    public static void replaceForAll(Path file, String content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("there is no such folder");
        }
        Path written = write(folder, content);
        try {
            PosixFileAttributeView modes =
                    Files.getFileAttributeView(written, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            if (modes != null) {
                modes.setPermissions(READ_BY_ALL);
            }
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
        force(folder);
    }

    /** Makes an existing file private. */
    public static void restrict(Path file) throws IOException {
        if (knowsModes(file)) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        }
    }

    /** True if nobody but its owner may read it; also where modes are unknown and the folder alone decides. */
    public static boolean isPrivate(Path file) throws IOException {
        return !knowsModes(file) || OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file));
    }

    /** Sets a file aside under another ending, so that nobody reads it again and nothing is lost. */
    public static void setAside(Path file, String ending) throws IOException {
        Files.move(file, file.resolveSibling(file.getFileName() + ending), StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean knowsModes(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class);
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
        // The folder may be another account's, who could put a link in the place of the new file.
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            return written;
        } catch (IOException e) {
            Files.deleteIfExists(written);
            throw e;
        }
    }

    private static void force(Path folder) throws IOException {
        if (POSIX) {
            force(folder, StandardOpenOption.READ);
        }
    }

    private static void force(Path file, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(option))) {
            channel.force(true);
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
