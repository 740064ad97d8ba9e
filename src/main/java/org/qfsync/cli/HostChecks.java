package org.qfsync.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.domain.Home;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.token.ClientProperties;

/** What can be told of the installation by its files alone. */
final class HostChecks {
    private static final long MEGABYTE = 1024L * 1024;
    /** Less than this, and an H2 file or a snapshot soon cannot be written. */
    private static final long TOO_LITTLE = 100 * MEGABYTE;

    private static final long SPARSE = 1024 * MEGABYTE;

    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.of(
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);
    private static final Set<PosixFilePermission> OF_GROUP = EnumSet.of(
            PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE);

    private final Program program;
    private final Examination examination;

    HostChecks(Program program, Examination examination) {
        this.program = program;
        this.examination = examination;
    }

    void examine() {
        examination.examine("home", this::home);
        examination.examine("logs", this::logs);
        examination.examine("disk", this::disk);
        examination.examine("client-secret-file", this::secretFile);
    }

    private Finding home() {
        Path home = program.get(Home.class).path();
        if (!Files.isDirectory(home) || !Files.isWritable(home)) {
            return Finding.fail(
                    "home",
                    home + " cannot be written",
                    "Make it a folder that this user owns: chown it, or set QFSYNC_HOME.");
        }
        if (isOpenTo(home, OF_OTHERS) || isOpenTo(home, OF_GROUP)) {
            return Finding.warn("home", home + " is open to others on this machine", "chmod 700 " + home);
        }
        return Finding.ok("home", home + " is writable and private");
    }

    private Finding logs() {
        Path folder = program.get(Home.class).path().resolve("logs");
        Path file = folder.resolve("qfsync.log");
        boolean writable = Files.notExists(folder)
                ? Files.isWritable(program.get(Home.class).path())
                : Files.isWritable(folder) && (Files.notExists(file) || Files.isWritable(file));
        return writable
                ? Finding.ok("logs", file + " can be written; a daemon logs to its console")
                : Finding.warn(
                        "logs",
                        file + " cannot be written: commands log warnings to the terminal, and nothing else",
                        "Give the folder " + folder + " to the user that runs qfsync.");
    }

    private Finding disk() {
        DatabaseProperties database = program.get(DatabaseProperties.class);
        Optional<Path> file = database.h2Path().map(path -> path.resolveSibling(path.getFileName() + ".mv.db"));
        Path folder = file.map(Path::getParent)
                .filter(Files::isDirectory)
                .orElse(program.get(Home.class).path());
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            long size = file.isPresent() && Files.exists(file.get()) ? Files.size(file.get()) : 0;
            // Writing the file anew, which an erasure does, takes its size once more.
            long wanted = Math.max(SPARSE, 2 * size);
            String message = megabytes(free) + " free in " + folder
                    + (size == 0 ? "" : ", the database file has " + megabytes(size));
            String hint = "Free some: a night needs room for what changed"
                    + (file.isPresent() ? ", an erasure for the whole file once more." : ".");
            if (free < TOO_LITTLE) {
                return Finding.fail("disk", message, hint);
            }
            return free < wanted ? Finding.warn("disk", message, hint) : Finding.ok("disk", message);
        } catch (IOException e) {
            throw new UncheckedIOException("The disk of " + folder + " cannot be asked", e);
        }
    }

    private Finding secretFile() {
        Optional<Path> file = program.get(ClientProperties.class).secretFile();
        if (file.isEmpty()) {
            return Finding.ok("client-secret-file", "none; the secret comes from a variable, or there is none");
        }
        return isOpenTo(file.get(), OF_OTHERS)
                ? Finding.warn(
                        "client-secret-file",
                        file.get() + " can be read by everybody on this machine",
                        "chmod 600 " + file.get() + " (a Kubernetes secret: defaultMode 0400)")
                : Finding.ok("client-secret-file", file.get() + " cannot be read by others");
    }

    private static boolean isOpenTo(Path path, Set<PosixFilePermission> whom) {
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
            return view != null && view.readAttributes().permissions().stream().anyMatch(whom::contains);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String megabytes(long bytes) {
        return bytes / MEGABYTE >= 10_000 ? bytes / MEGABYTE / 1024 + " GiB" : bytes / MEGABYTE + " MiB";
    }
}
