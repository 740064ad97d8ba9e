package org.qfsync.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.qfsync.domain.PrivateFiles;
import org.qfsync.domain.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * In two private files beside an H2 database, which nobody but its owner can open: the status, and the request to stop.
 * What a dead process left behind is known by its id and the time of its start, and does no harm; a request to stop is
 * addressed to one attempt.
 */
final class LiveFiles implements LiveBoard {
    private static final Logger LOG = LoggerFactory.getLogger(LiveFiles.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration FOREIGN_IS_STALE = Duration.ofSeconds(15);

    private final Path status;
    private final Path stop;
    private final Path ownerNote;
    private final Clock clock;

    LiveFiles(Path database, Clock clock) {
        this.status = database.resolveSibling(database.getFileName() + ".run.json");
        this.stop = database.resolveSibling(database.getFileName() + ".stop.json");
        this.ownerNote = database.resolveSibling(database.getFileName() + ".owner.json");
        this.clock = clock;
    }

    @Override
    public void begin() {
        try {
            Files.deleteIfExists(stop);
        } catch (IOException e) {
            throw new UncheckedIOException("An old request to stop, " + stop + ", cannot be deleted", e);
        }
    }

    /** Whoever has the database open may be about to; a note of a dead process does not matter much. */
    @Override
    public boolean isBeginning() {
        return Files.exists(ownerNote);
    }

    /** @throws UncheckedIOException if it cannot be written */
    @Override
    public void publish(LiveRun now, String owner) {
        try {
            PrivateFiles.replaceUnforced(status, JSON.writeValueAsString(now));
        } catch (IOException e) {
            throw new UncheckedIOException("The status " + status + " cannot be written: " + e, e);
        }
    }

    @Override
    public void end(Optional<LiveRun> end, String owner) {
        try {
            if (end.isPresent()) {
                // Who followed it wants to know how it ended, and a daemon keeps the database.
                publish(end.get(), owner);
            } else {
                delete(status);
            }
        } catch (UncheckedIOException e) {
            // Of a run that seems to go on nobody would learn that it is over.
            delete(status);
            throw e;
        } finally {
            delete(stop);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} of a run that is over cannot be deleted: {}", file, e.toString());
        }
    }

    @Override
    public Optional<LiveRun> read() {
        return read(status, LiveRun.class)
                .filter(run -> run.verdict().isEmpty())
                .filter(this::isAlive);
    }

    @Override
    public Optional<Verdict> verdictOf(long runId) {
        return read(status, LiveRun.class).filter(run -> run.runId() == runId).flatMap(LiveRun::verdict);
    }

    @Override
    public boolean isLeftBehind(LiveRun run) {
        return read(status, LiveRun.class)
                .filter(there -> there.isSame(run) && there.verdict().isEmpty())
                .isPresent();
    }

    /**
     * The process tells, also if it cannot write any more, or if the host was renamed since. Of one that is not seen from
     * here, as in another container, only the age of what it wrote tells, and also of one whose time of start is not the
     * same, because the clock was set since, or because it is another one by now.
     */
    private boolean isAlive(LiveRun run) {
        if (OwnProcess.isAlive(run.pid(), run.processStart())) {
            return true;
        }
        boolean mayBe = !run.host().equals(OwnProcess.host())
                || ProcessHandle.of(run.pid()).isPresent();
        return mayBe && run.at().plus(FOREIGN_IS_STALE).isAfter(clock.instant());
    }

    @Override
    public void requestStop(LiveRun run, String by) {
        try {
            PrivateFiles.replace(stop, JSON.writeValueAsString(new Request(run.runId(), run.attempt(), by)));
        } catch (IOException e) {
            throw new UncheckedIOException("The request to stop cannot be written to " + stop, e);
        }
    }

    @Override
    public Optional<String> stopRequestedBy(LiveRun run, String owner) {
        return Files.notExists(stop)
                ? Optional.empty()
                : read(stop, Request.class).filter(asked -> asked.isFor(run)).map(Request::by);
    }

    private static <T> Optional<T> read(Path file, Class<T> type) {
        try {
            return Optional.of(JSON.readValue(Files.readString(file), type));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | JacksonException e) {
            LOG.warn("{} cannot be read and is passed over: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /** To whom a request to stop is addressed. */
    private record Request(long runId, String attempt, String by) {
        boolean isFor(LiveRun run) {
            return runId == run.runId() && attempt.equals(run.attempt());
        }
    }
}
