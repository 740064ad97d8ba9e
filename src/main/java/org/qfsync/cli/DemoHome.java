package org.qfsync.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Home;
import org.qfsync.sandbox.Sandbox;

/**
 * The folder in which the demo keeps its own database, its sandbox's memory and the settings with which other commands
 * can look at them. One demo at a time has it.
 */
final class DemoHome implements AutoCloseable {
    private static final String MARK = ".qfsync-demo";

    private final Path path;
    private final FileChannel lock;

    private DemoHome(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Takes it, making it if it is not there.
     *
     * @param reset true to empty it first
     */
    static DemoHome open(Home parent, boolean reset) {
        parent.create();
        Path path = parent.path().resolve("demo");
        try {
            if (Files.exists(path) && Files.notExists(path.resolve(MARK)) && !isEmpty(path)) {
                throw new CommandFailedException(
                        path + " was not made by the demo and is left alone; set QFSYNC_HOME to another folder",
                        ExitCodes.USAGE);
            }
            new Home(path).create();
            DemoHome home = new DemoHome(path, lock(path));
            if (reset) {
                home.empty();
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("The demo cannot use " + path, e);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path.resolve(MARK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isTaken(channel)) {
            channel.close();
            throw new CommandFailedException(
                    "Another demo is at work in " + path + "; wait until it ends", ExitCodes.BUSY);
        }
        return channel;
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            // Held until the channel is closed.
            FileLock taken = channel.tryLock();
            return taken != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private void empty() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.equals(path.resolve(MARK))) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                if (!folder.equals(path)) {
                    Files.delete(folder);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    Path path() {
        return path;
    }

    /** How the program is called that shall look at the demo's database. */
    String command(String qfsync) {
        return "QFSYNC_HOME=" + path + " " + qfsync;
    }

    /** Where the sandbox remembers its grants and its night. */
    Path sandboxState() {
        return path.resolve("sandbox.jsonl");
    }

    /** How many nights are complete. */
    int nightsDone() {
        try {
            Path file = path.resolve("nights-done");
            return Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
        } catch (IOException | NumberFormatException e) {
            throw new CommandFailedException(
                    "The demo's memory in " + path + " cannot be read; start over: qfsync demo --reset",
                    ExitCodes.FAILED);
        }
    }

    void rememberNightsDone(int nights) {
        write("nights-done", nights + "\n");
    }

    /** Lets other commands look at the demo's database: with this folder as their home they find all settings here. */
    void pointAt(Sandbox sandbox) {
        write("client-secret", sandbox.clientSecret() + "\n");
        write(
                "qfsync.properties",
                String.join(
                        "\n",
                        "# Written by qfsync demo.",
                        "qf.client-id=" + sandbox.clientId(),
                        "qf.client-secret-file="
                                + path.resolve("client-secret").toString().replace("\\", "\\\\"),
                        "qf.auth-base-url=" + sandbox.baseUrl(),
                        "qf.api-base-url=" + sandbox.baseUrl(),
                        ""));
    }

    Path secretFile() {
        return path.resolve("client-secret");
    }

    private void write(String name, String content) {
        try {
            Path fresh = path.resolve(name + ".new");
            Files.deleteIfExists(fresh);
            boolean posix = Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
            if (posix) {
                Files.createFile(
                        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(fresh, content);
            Files.move(fresh, path.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The demo cannot write " + path.resolve(name), e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The demo's lock cannot be given back", e);
        }
    }
}
