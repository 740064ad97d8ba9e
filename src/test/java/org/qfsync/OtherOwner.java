package org.qfsync;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Has an H2 file to itself, with a note that says so, as another process would. */
record OtherOwner(FileChannel channel, FileLock lock) implements AutoCloseable {
    /** @param database without {@code .mv.db} */
    static OtherOwner of(Path database, String doing) throws IOException {
        Files.writeString(
                Path.of(database + ".owner.json"),
                "{\"pid\": %d, \"since\": \"2026-11-21T02:30:00Z\", \"doing\": \"%s\"}"
                        .formatted(ProcessHandle.current().pid(), doing));
        FileChannel channel =
                FileChannel.open(Path.of(database + ".mv.db"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return new OtherOwner(channel, Objects.requireNonNull(channel.tryLock()));
    }

    boolean isHolding() {
        return lock.isValid();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
