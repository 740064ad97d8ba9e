package org.qfsync.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Content Sync's tokens and cursors: opaque, good for one sandbox and one filter, and signed, so that nobody makes one
 * up. None is stored. Thread-safe.
 */
final class SyncTokens {
    /**
     * Where a client is.
     *
     * @param filter canonical
     * @param isBootstrap whether this is a walk through what there is, and no walk through the log
     * @param position the sequence, or the number of resources, that the client has already
     * @param until where the walk ends; for a token the same as the position
     */
    record Position(String filter, boolean isBootstrap, int perPage, long position, long until) {}

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final String SEPARATOR = "|";
    private static final int PARTS = 8;

    private final Tokens tokens;
    private final AtomicInteger serial = new AtomicInteger();
    private final AtomicInteger epoch = new AtomicInteger();

    SyncTokens(Tokens tokens) {
        this.tokens = tokens;
    }

    /** From now on none that was given so far is good. */
    void expire() {
        epoch.incrementAndGet();
    }

    String token(String filter, long sequence) {
        return write("token", new Position(filter, false, 0, sequence, sequence));
    }

    String cursor(Position next) {
        return write("cursor", next);
    }

    Optional<Position> readToken(String text) {
        return read("token", text);
    }

    Optional<Position> readCursor(String text) {
        return read("cursor", text);
    }

    /** No two are alike, even for the same place. */
    private String write(String kind, Position position) {
        String body = String.join(
                SEPARATOR,
                kind,
                String.valueOf(epoch.get()),
                String.valueOf(serial.incrementAndGet()),
                String.valueOf(position.isBootstrap()),
                String.valueOf(position.perPage()),
                String.valueOf(position.position()),
                String.valueOf(position.until()),
                position.filter());
        return ENCODER.encodeToString(body.getBytes(StandardCharsets.UTF_8)) + "." + signature(body);
    }

    private Optional<Position> read(String kind, String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        try {
            String body = new String(Base64.getUrlDecoder().decode(text.substring(0, dot)), StandardCharsets.UTF_8);
            String[] parts = body.split("\\|", -1);
            boolean isGood = signature(body).equals(text.substring(dot + 1))
                    && parts.length == PARTS
                    && parts[0].equals(kind)
                    && parts[1].equals(String.valueOf(epoch.get()));
            return isGood
                    ? Optional.of(new Position(
                            parts[7],
                            Boolean.parseBoolean(parts[3]),
                            Integer.parseInt(parts[4]),
                            Long.parseLong(parts[5]),
                            Long.parseLong(parts[6])))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not even Base64: not ours
        }
    }

    private String signature(String body) {
        return tokens.derive("content sync " + body);
    }
}
