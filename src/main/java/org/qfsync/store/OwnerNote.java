package org.qfsync.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.qfsync.domain.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A note beside an H2 file that says which process owns it: the file lock itself tells nobody. It is for messages
 * only; a note left by a process that died does no harm.
 */
final class OwnerNote {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerNote.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;

    OwnerNote(Path database) {
        this.file = database.resolveSibling(database.getFileName() + ".owner.json");
    }

    void write(Instant since, String doing) {
        String note = JSON.createObjectNode()
                .put("pid", ProcessHandle.current().pid())
                .put("since", since.toString())
                .put("doing", doing)
                .toString();
        try {
            PrivateFiles.replace(file, note);
        } catch (IOException e) {
            LOG.warn(
                    "The note {} could not be written, others cannot be told who has the database: {}",
                    file,
                    e.toString());
        }
    }

    /** Who owns the database, in words: "process 4711, since …, doing …". */
    Optional<String> read() {
        try {
            JsonNode note = JSON.readTree(Files.readString(file));
            long pid = note.path("pid").asLong(0);
            if (pid == 0 || ProcessHandle.of(pid).isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    "process " + pid + ", since " + note.path("since").asString("an unknown time") + ", doing: "
                            + note.path("doing").asString("unknown"));
        } catch (IOException | JacksonException e) {
            LOG.debug("No readable note {}: {}", file, e.toString());
            return Optional.empty();
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("The note {} stays behind: {}", file, e.toString());
        }
    }
}
