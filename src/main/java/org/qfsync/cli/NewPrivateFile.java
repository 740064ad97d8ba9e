package org.qfsync.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.qfsync.domain.PrivateFiles;

/**
 * A new file for what is personal, readable for its owner alone: it is there as a whole once it is kept, and until then,
 * and whatever happens, not at all.
 */
final class NewPrivateFile implements AutoCloseable {
    private final Path path;
    private final Path unfinished;
    private final PrintWriter writer;

    private NewPrivateFile(Path path, Path unfinished) throws IOException {
        this.path = path;
        this.unfinished = unfinished;
        this.writer = new PrintWriter(Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8));
    }

    /**
     * Prepares it, so that what cannot be written is found out before the work is done.
     *
     * @throws CommandFailedException if it is there already or cannot be made
     */
    static NewPrivateFile at(Path path) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw taken(path);
        }
        try {
            return new NewPrivateFile(path, PrivateFiles.unfinished(path));
        } catch (IOException e) {
            throw new CommandFailedException("Cannot write to " + path, ExitCodes.USAGE);
        }
    }

    private static CommandFailedException taken(Path path) {
        return new CommandFailedException("The file " + path + " is there already; name a new one", ExitCodes.USAGE);
    }

    PrintWriter writer() {
        return writer;
    }

    /** All of it was written: from now on it is there. */
    void keep() {
        writer.close();
        if (writer.checkError()) {
            throw new CommandFailedException("The file " + path + " could not be written", ExitCodes.FAILED);
        }
        try {
            PrivateFiles.publish(unfinished, path);
        } catch (FileAlreadyExistsException e) {
            throw taken(path);
        } catch (IOException e) {
            throw new CommandFailedException("The file " + path + " could not be written", ExitCodes.FAILED);
        }
    }

    @Override
    public void close() {
        writer.close();
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw new CommandFailedException("Cannot remove the unfinished file " + unfinished, ExitCodes.FAILED);
        }
    }
}
