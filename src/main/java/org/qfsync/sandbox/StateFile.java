package org.qfsync.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a restarted sandbox must remember, as JSON Lines that are only ever appended: when it began, the night, and
 * what stands about each grant. Holds no token. A last line that a killed process left unfinished is dropped. Thread-safe.
 */
final class StateFile implements AutoCloseable {
    /** Takes what the file remembers, in the order in which it happened. */
    interface Listener {
        void born(Instant moment);

        /** What stood before anything happened, for what a file of an earlier version does not tell. */
        Grant fromTheBeginning(int client, int user);

        void grant(Grant grant);

        void night(int night);

        void epoch(int epoch);
    }

    private final Optional<FileChannel> channel;

    private StateFile(Optional<FileChannel> channel) {
        this.channel = channel;
    }

    /**
     * Opens the file of this world, or makes it, and tells the listener what it remembers.
     *
     * @param world describes the world; a file of another one is refused
     * @param now when a world that has no file yet begins
     */
    static StateFile open(Optional<Path> path, String world, Instant now, Listener listener) {
        if (path.isEmpty()) {
            return new StateFile(Optional.empty());
        }
        try {
            Path file = path.get();
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            StateFile state = new StateFile(Optional.of(channel));
            state.replay(file, world, now, listener);
            return state;
        } catch (IOException e) {
            throw new UncheckedIOException("Sandbox state file " + path.get() + " cannot be used", e);
        }
    }

    void grant(Grant grant) {
        append(("{\"event\":\"grant\",\"client\":%d,\"user\":%d,\"grant\":%d,\"generation\":%d,\"revoked\":%b,"
                        + "\"scope\":\"%s\",\"consented_at\":\"%s\",\"renewed_at\":\"%s\"}")
                .formatted(
                        grant.client(),
                        grant.user(),
                        grant.id(),
                        grant.generation(),
                        grant.revoked(),
                        grant.scope(),
                        grant.consentedAt(),
                        grant.renewedAt()));
    }

    void night(int night) {
        append("{\"event\":\"night\",\"night\":" + night + "}");
    }

    void epoch(int epoch) {
        append("{\"event\":\"epoch\",\"epoch\":" + epoch + "}");
    }

    @Override
    public void close() {
        channel.ifPresent(open -> {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException("Sandbox state file cannot be closed", e);
            }
        });
    }

    private void replay(Path file, String world, Instant now, Listener listener) throws IOException {
        String text = Files.readString(file);
        String complete = text.substring(0, text.lastIndexOf('\n') + 1);
        FileChannel open = channel.orElseThrow();
        open.truncate(complete.getBytes(StandardCharsets.UTF_8).length);
        open.position(open.size());
        if (complete.isEmpty()) {
            append("{\"event\":\"world\",\"world\":\"" + world + "\",\"born\":\"" + now + "\"}");
            return;
        }
        JsonMapper mapper = JsonMapper.shared();
        List<JsonNode> events = complete.lines().map(mapper::readTree).toList();
        String found = events.get(0).path("world").asString("none");
        if (!found.equals(world)) {
            throw new IllegalStateException("Sandbox state file " + file + " belongs to the world \"" + found
                    + "\", not to \"" + world + "\"; give the same options or another file");
        }
        events.forEach(event -> tell(event, listener));
    }

    private static void tell(JsonNode event, Listener listener) {
        switch (event.path("event").asString()) {
            case "world" -> moment(event, "born").ifPresent(listener::born);
            case "grant" -> listener.grant(grant(event, listener));
            case "night" -> listener.night(event.path("night").asInt());
            case "epoch" -> listener.epoch(event.path("epoch").asInt());
            default -> {
                // an event of a later version
            }
        }
    }

    private static Grant grant(JsonNode event, Listener listener) {
        Grant before = listener.fromTheBeginning(
                event.path("client").asInt(), event.path("user").asInt());
        return new Grant(
                before.client(),
                before.user(),
                event.path("grant").asLong(Grant.FROM_THE_BEGINNING),
                event.path("generation").asInt(),
                event.path("revoked").asBoolean(),
                event.has("scope") ? Scopes.parse(event.path("scope").asString()) : before.scopes(),
                moment(event, "consented_at").orElse(before.consentedAt()),
                moment(event, "renewed_at").orElse(before.renewedAt()));
    }

    private static Optional<Instant> moment(JsonNode event, String name) {
        return event.has(name) ? Optional.of(Instant.parse(event.path(name).asString())) : Optional.empty();
    }

    private synchronized void append(String line) {
        if (channel.isEmpty()) {
            return;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.get().write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Sandbox state file cannot be written; its grants are lost", e);
        }
    }
}
