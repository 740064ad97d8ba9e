package org.qfsync.notify;

import java.time.Instant;
import java.util.Optional;

/**
 * A channel that is configured, and how it does.
 *
 * @param name {@code webhook}, {@code slack}, {@code mail} or {@code heartbeat}
 * @param host where it is; the rest of an address may be a secret
 * @param last what came of the last message; empty if none was sent from this home
 * @param owedSince since when there is something that it has not taken; empty if there is nothing
 */
public record ChannelState(String name, String host, Optional<Sent> last, Optional<Instant> owedSince) {
    /**
     * A message, or a ping.
     *
     * @param words how the channel answered, free of addresses and secrets
     */
    public record Sent(Instant at, boolean taken, String words) {}
}
