package org.qfsync.token;

import java.io.IOException;
import java.time.Clock;
import java.util.Random;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.qfsync.http.HttpProperties;
import org.qfsync.http.HttpTransport;
import org.qfsync.http.Pace;
import org.qfsync.http.RequestMeter;
import org.qfsync.http.ServerClock;
import org.qfsync.http.Sleeper;
import org.qfsync.store.Database;

/** The token module as one process has it, in a child process or in this one. The database is closed by who opened it. */
final class ProcessParts implements AutoCloseable {
    private final HttpTransport transport;
    private final Tokens tokens;

    ProcessParts(ProcessSettings settings, Database database) {
        this(settings, database, Clock.systemUTC(), Sleeper.real(), UnaryOperator.identity(), UnaryOperator.identity());
    }

    /**
     * With a clock, waits, connections and requests that a test has a hand in.
     *
     * @param watched around all connections
     * @param wired around all requests to the authorization server
     */
    ProcessParts(
            ProcessSettings settings,
            Database database,
            Clock clock,
            Sleeper sleeper,
            UnaryOperator<DataSource> watched,
            UnaryOperator<feign.Client> wired) {
        TokenProperties properties = settings.tokens();
        this.transport = HttpTransport.singleUse(
                settings.deadline(),
                settings.deadline(),
                settings.deadline(),
                64 * 1024,
                new RequestMeter(),
                new ServerClock(Clock.systemUTC()));
        this.tokens = new Tokens(
                settings.client(),
                properties,
                new Tokens.Storage(
                        watched.apply(database.dataSource()),
                        database::flushDurably,
                        Keyset.open(properties, true),
                        database.place()),
                new Tokens.Wire(wired.apply(transport), Pace.unlimited(64), HttpProperties.defaults()),
                new Tokens.Time(clock, Ticker.system(), sleeper, new Random(1)));
    }

    Tokens tokens() {
        return tokens;
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
