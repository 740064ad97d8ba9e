package org.qfsync.consent;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Secret;
import org.qfsync.domain.Settings;
import org.qfsync.http.HttpProperties;
import org.qfsync.http.HttpTransport;
import org.qfsync.http.Pace;
import org.qfsync.http.RequestMeter;
import org.qfsync.http.ServerClock;
import org.qfsync.http.Sleeper;
import org.qfsync.store.Database;
import org.qfsync.testing.IndependentAuthServer;
import org.qfsync.testing.SettableClock;
import org.qfsync.token.ClientProperties;
import org.qfsync.token.ClientType;
import org.qfsync.token.Keyset;
import org.qfsync.token.Ticker;
import org.qfsync.token.TokenProperties;
import org.qfsync.token.Tokens;

/** Our side of a login, on a database, towards any authorization server. */
final class LoginRig implements AutoCloseable {
    final SettableClock clock = new SettableClock();
    final Tokens tokens;
    final AuthorizationCodeFlow flow;

    private final HttpTransport transport;

    LoginRig(URI server, Database database, Path home, String clientId, Optional<String> secret) {
        Duration deadline = Duration.ofSeconds(5);
        transport = HttpTransport.singleUse(
                deadline, deadline, deadline, 64 * 1024, new RequestMeter(), new ServerClock(Clock.systemUTC()));
        TokenProperties properties = TokenProperties.from(
                new Settings(java.util.Map.of(), new java.util.Properties()), QfEnvironment.SANDBOX, home);
        Ticker ticker = () -> Ticker.system().elapsed().plus(clock.offset());
        tokens = new Tokens(
                new ClientProperties(
                        new QfEndpoints(QfEnvironment.SANDBOX, server, server),
                        clientId,
                        secret.isPresent() ? ClientType.CONFIDENTIAL : ClientType.PUBLIC,
                        secret.map(Secret::new)),
                properties,
                new Tokens.Storage(
                        database.dataSource(), database::flushDurably, Keyset.open(properties, true), database.place()),
                new Tokens.Wire(transport, Pace.unlimited(8), HttpProperties.defaults()),
                new Tokens.Time(clock, ticker, Sleeper.real(), new Random(1)));
        flow = new AuthorizationCodeFlow(
                tokens,
                new LoginProperties(IndependentAuthServer.REDIRECT_URI, LoginProperties.DEFAULT_SCOPES),
                ticker);
    }

    @Override
    public void close() {
        try {
            transport.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
