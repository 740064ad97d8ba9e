package org.qfsync.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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
    private final String database;
    private final BooleanSupplier undone;

    /**
     * @param database where it is; another one may have a run of that number
     * @param undone asked each time: true if nothing of the run will stand, so that the note must neither be made nor used up
     */
    UnwrittenEnd(Path home, String database, BooleanSupplier undone) {
        this.file = home.resolve("run-ended-unwritten.json");
        this.database = database;
        this.undone = undone;
    }

    /** @param run as it stood before the attempt that ended */
    void note(Run run) {
        if (undone.getAsBoolean()) {
            return;
        }
        try {
            PrivateFiles.replaceUnforced(file, JsonMapper.shared().writeValueAsString(ended(run, run.attempts() + 1)));
        } catch (IOException e) {
            LOG.warn("{} cannot be written, so run {} will look as if its process had died", file, run.id());
        }
    }

    /** True if the latest attempt of that run is the one; asked again, it no longer is. */
    boolean take(Run run) {
        boolean isIt = read().equals(Optional.of(ended(run, run.attempts())));
        if (isIt) {
            forget();
        }
        return isIt;
    }

    /** What ended before says nothing of an attempt that begins. */
    void forget() {
        if (undone.getAsBoolean()) {
            return;
        }
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

    private Ended ended(Run run, int attempts) {
        return new Ended(database, run.id(), run.night(), run.pass(), attempts);
    }

    /** Which attempt of which run: another host may have gone on with it since. */
    private record Ended(String database, long run, LocalDate night, int pass, int attempts) {}
}
