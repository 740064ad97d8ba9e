package org.qfsync.api;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.http.Backoff;
import org.qfsync.http.HttpProperties;
import org.qfsync.http.HttpTransport;
import org.qfsync.http.Pace;
import org.qfsync.http.PacedClient;
import org.qfsync.http.RequestMeter;
import org.qfsync.http.RetryMeters;
import org.qfsync.http.ServerClock;
import org.qfsync.http.Sleeper;
import org.qfsync.http.Spool;
import org.qfsync.token.AccessToken;
import org.qfsync.token.AccessTokens;

/** The real client stack against a test's server, but with waits that are written down instead of waited. */
final class ApiBench implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-01-21T07:28:00Z");
    static final int TRIES = 4;

    final List<Duration> waits = new CopyOnWriteArrayList<>();
    final Tokens tokens = new Tokens();
    final Pace pace = Pace.unlimited(4);
    private final HttpTransport transport;
    private final QfApi api;

    ApiBench(URI baseUrl) {
        this(baseUrl, null);
    }

    /** With another way to wait between tries. */
    ApiBench(URI baseUrl, @Nullable Sleeper sleeper) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        HttpProperties properties = new HttpProperties(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                100_000,
                0,
                4,
                TRIES,
                Duration.ofMillis(500),
                Duration.ofSeconds(30));
        this.transport = HttpTransport.pooled(properties, new RequestMeter(), new ServerClock(clock));
        this.api = new QfApi(
                new QfEndpoints(QfEnvironment.SANDBOX, baseUrl, baseUrl),
                "client-1",
                new PacedClient(transport, pace, clock),
                clock,
                new PatientRetryer(
                        TRIES,
                        new Backoff(properties.backoffBase(), properties.backoffMax(), new Random(1)),
                        sleeper == null ? waits::add : sleeper,
                        new RetryMeters()));
    }

    UserClient user() {
        return api.forUser(tokens);
    }

    /** Its spool allows three times of what memory does. */
    ContentSyncClient contentSync(Path spool) {
        return api.contentSync(
                tokens,
                new PacedClient(
                        transport.spooling(new Spool(spool, 300_000, Duration.ofSeconds(5))),
                        pace,
                        Clock.fixed(NOW, ZoneOffset.UTC)));
    }

    ContentClient content() {
        return api.content(tokens);
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }

    /** Hands out {@code token-1}, {@code token-2}, … */
    static final class Tokens implements AccessTokens {
        volatile String prefix = "token-";
        final List<AccessToken> refused = new CopyOnWriteArrayList<>();

        @Override
        public AccessToken current() {
            return token(refused.size() + 1);
        }

        @Override
        public AccessToken renew(AccessToken rejected) {
            refused.add(rejected);
            return current();
        }

        private AccessToken token(int generation) {
            return new AccessToken(prefix + generation, generation, NOW.plusSeconds(3600));
        }
    }
}
