package org.qfsync.job;

import java.time.Duration;
import java.util.Optional;
import org.qfsync.domain.SystemicException;
import org.qfsync.http.ServerClock;
import org.qfsync.store.Database;
import org.qfsync.token.ClientProperties;
import org.qfsync.token.ClientType;
import org.qfsync.token.ContentTokens;
import org.qfsync.token.Issuer;
import org.qfsync.token.SecretAge;
import org.qfsync.token.Tokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of the gate that needs the network: the authorization server is the one this database belongs to, our clock
 * agrees with its, and it gives us a content token. Thread-safe.
 */
public final class Preflight {
    private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);
    static final String CLOCK_SKEW = "clock_skew";

    private static final Duration WARN = Duration.ofMinutes(1);
    private static final Duration REFUSE = Duration.ofMinutes(5);

    private final Issuer issuer;
    private final ContentTokens contentTokens;
    private final SecretAge secretAge;
    private final ServerClock serverClock;
    private final Database database;
    private final ClientProperties client;

    public Preflight(Tokens tokens, ServerClock serverClock, Database database, ClientProperties client) {
        this.issuer = tokens.issuer();
        this.contentTokens = tokens.content();
        this.secretAge = tokens.secretAge();
        this.serverClock = serverClock;
        this.database = database;
        this.client = client;
    }

    /**
     * All of it.
     *
     * @throws SystemicException if the run must not start
     */
    public void require() {
        requireIssuer();
        requireClock();
        requireContentToken();
    }

    /** The authorization server answers, and is the one this database belongs to. */
    public void requireIssuer() {
        issuer.discover()
                .ifPresent(name -> database.confirmIssuer(client.endpoints().environment(), name));
    }

    /** The server gives us a content token; a public client gets none, and needs none for its users' data. */
    public void requireContentToken() {
        if (client.type() == ClientType.CONFIDENTIAL) {
            contentTokens.current();
            secretAge.note();
        }
    }

    /** Our clock is near enough to the server's; {@link #requireIssuer} has asked it. */
    public void requireClock() {
        Optional<Duration> skew = serverClock.skew().map(Duration::abs);
        if (skew.isPresent() && skew.get().compareTo(REFUSE) > 0) {
            throw new SystemicException(
                    "This machine's clock differs from the server's by "
                            + skew.get().toSeconds() + " s",
                    CLOCK_SKEW,
                    null,
                    "Set the clock (NTP); tokens cannot be judged with a wrong one. Then: qfsync run",
                    null);
        }
        if (skew.isPresent() && skew.get().compareTo(WARN) > 0) {
            LOG.warn(
                    "This machine's clock differs from the server's by {} s; set it",
                    skew.get().toSeconds());
        }
    }
}
