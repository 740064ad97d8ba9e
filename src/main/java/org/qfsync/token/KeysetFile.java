package org.qfsync.token;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.qfsync.domain.InvalidSettingsException;
import org.qfsync.domain.PrivateFiles;
import org.qfsync.domain.Secret;

/** The keyset in a file that only its owner may read. Processes that change it at the same time do not lose a key. */
final class KeysetFile implements KeysetSource {
    private final Path file;

    KeysetFile(Path file) {
        this.file = file;
    }

    @Override
    public String location() {
        return file.toString();
    }

    @Override
    public Optional<Secret> load() throws IOException {
        try {
            if (!PrivateFiles.isPrivate(file)) {
                throw new InvalidSettingsException(
                        List.of("The keyset " + file + " can be read by others: chmod 600 " + file));
            }
            String content = Files.readString(file);
            if (content.isBlank()) {
                throw new InvalidSettingsException(List.of(
                        "The keyset " + file + " is empty. Restore it from your backup; no grant was touched."));
            }
            return Optional.of(new Secret(content));
        } catch (NoSuchFileException e) {
            return NOTHING;
        }
    }

    @Override
    public String version() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.lastModifiedTime() + "/" + now.size() + "/" + now.fileKey();
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        }
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public boolean save(Optional<Secret> expected, Secret next) throws IOException {
        return expected.isEmpty() ? create(next) : replace(expected.get(), next);
    }

    private boolean create(Secret first) throws IOException {
        try {
            PrivateFiles.create(file, first.reveal());
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /**
     * The lock is on the file that is about to be replaced. Who gets it after that holds the lock of a file which is no
     * longer there, but then finds another keyset than expected.
     */
    private boolean replace(Secret expected, Secret next) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!lock.isValid() || !load().equals(Optional.of(expected))) {
                return false;
            }
            PrivateFiles.replace(file, next.reveal());
            return true;
        } catch (OverlappingFileLockException | NoSuchFileException e) {
            return false;
        }
    }
}
