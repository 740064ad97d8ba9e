package org.qfsync.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.PrivateFiles;
import org.qfsync.domain.SystemicException;
import org.qfsync.http.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** What this home remembers of its database, in a file that no restored database brings with it. Holds no secret. */
final class CustodyFile {
    private static final Logger LOG = LoggerFactory.getLogger(CustodyFile.class);

    private final Path file;

    CustodyFile(Path file) {
        this.file = file;
    }

    /** Empty if there is none, or none that can be understood: both say nothing about the database. */
    Optional<CustodyMark> read() {
        try {
            return Optional.of(Json.mapper()
                    .readValue(Files.readString(file), Content.class)
                    .mark());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            LOG.warn("{} cannot be understood: it is taken for missing", file);
            return Optional.empty();
        }
    }

    /** Returns when it is on disk. */
    void write(CustodyMark mark) {
        try {
            PrivateFiles.replace(
                    file,
                    Json.mapper()
                            .writeValueAsString(
                                    new Content(1, mark.deployment().toString(), mark.epoch(), mark.place())));
        } catch (IOException e) {
            throw new SystemicException(
                    "Cannot write " + file + ": " + e.getClass().getSimpleName(),
                    "home_unwritable",
                    null,
                    "Without it a restored database would not be told from this one, so no token is rotated. Make the"
                            + " folder writable and see that the disk is not full, then: qfsync run",
                    e);
        }
    }

    private record Content(
            int version,
            @Nullable String deployment,
            long epoch,
            @Nullable String place) {
        CustodyMark mark() {
            if (version != 1 || deployment == null || place == null) {
                throw new IllegalArgumentException("not a mark of version 1");
            }
            return new CustodyMark(UUID.fromString(deployment), epoch, place);
        }
    }
}
