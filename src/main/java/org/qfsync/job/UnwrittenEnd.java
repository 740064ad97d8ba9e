package org.qfsync.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.qfsync.domain.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Remembers that a run ended by its database, which could not be told so: a small file in the home. Else the run would
 * look as if its process had died, and people would look for the wrong thing.
 */
final class UnwrittenEnd {
    private static final Logger LOG = LoggerFactory.getLogger(UnwrittenEnd.class);

    private final Path file;

    UnwrittenEnd(Path home) {
        this.file = home.resolve("run-ended-unwritten.json");
    }

    void note(Run run) {
        try {
            PrivateFiles.replaceUnforced(file, JsonMapper.shared().writeValueAsString(Ended.of(run)));
        } catch (IOException e) {
            LOG.warn("{} cannot be written, so run {} will look as if its process had died", file, run.id());
        }
    }

    /** True if that run is the one; asked again, it no longer is. */
    boolean take(Run run) {
        boolean isIt = read().equals(Optional.of(Ended.of(run)));
        if (isIt) {
            forget();
        }
        return isIt;
    }

    /** What ended before says nothing of an attempt that begins. */
    void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted: {}", file, e.toString());
        }
    }

    private Optional<Ended> read() {
        try {
            return Files.exists(file)
                    ? Optional.of(JsonMapper.shared().readValue(Files.readString(file), Ended.class))
                    : Optional.empty();
        } catch (IOException | JacksonException e) {
            LOG.warn("{} cannot be read: {}", file, e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    /** Which run; another database in the same home may have one of that number. */
    private record Ended(long run, LocalDate night, int pass) {
        static Ended of(Run run) {
            return new Ended(run.id(), run.night(), run.pass());
        }
    }
}
