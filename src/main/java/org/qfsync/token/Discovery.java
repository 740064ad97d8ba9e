package org.qfsync.token;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.SystemicException;

/**
 * The discovery document, remembered for ten minutes, so that people who come to consent do not each make us ask for
 * it. A failure is not remembered. Thread-safe.
 */
public final class Discovery {
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final Issuer issuer;
    private final Ticker ticker;
    private final AtomicReference<@Nullable Read> newest = new AtomicReference<>();

    Discovery(Issuer issuer, Ticker ticker) {
        this.issuer = issuer;
        this.ticker = ticker;
    }

    /**
     * What the server says of itself.
     *
     * @throws SystemicException if it cannot be reached, or shows no such document
     */
    public ServerMetadata metadata() {
        Read read = newest.get();
        if (read != null && ticker.elapsed().minus(read.at).compareTo(REMEMBERED) < 0) {
            return read.metadata;
        }
        Duration now = ticker.elapsed();
        ServerMetadata metadata = issuer.metadata().orElseThrow(Discovery::blocked);
        newest.set(new Read(metadata, now));
        return metadata;
    }

    private static SystemicException blocked() {
        return new SystemicException(
                "The authorization server shows no discovery document (/.well-known/openid-configuration)",
                "discovery_unavailable",
                null,
                "Consent needs it for the server's name, addresses and keys. Check QF_ENV and the network, then try"
                        + " again.",
                null);
    }

    private record Read(ServerMetadata metadata, Duration at) {}
}
