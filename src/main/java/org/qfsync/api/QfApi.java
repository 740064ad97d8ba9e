package org.qfsync.api;

import feign.Client;
import feign.Feign;
import feign.Retryer;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.http.Backoff;
import org.qfsync.http.HttpProperties;
import org.qfsync.http.Sleeper;
import org.qfsync.token.AccessTokens;

/** The remote API of one environment, as one client of ours sees it; makes the clients for content and users. Thread-safe. */
public final class QfApi {
    private final ContentFeign content;
    private final UserFeign user;
    private final QfEnvironment environment;
    private final String clientId;

    /**
     * @param client makes one exchange at the shared pace ({@link org.qfsync.http.PacedClient}); each try passes
     *     through it
     * @param random source of jitter; must be thread-safe
     */
    public QfApi(
            QfEndpoints endpoints,
            String clientId,
            HttpProperties properties,
            Client client,
            Clock clock,
            RandomGenerator random) {
        this(
                endpoints,
                clientId,
                client,
                clock,
                new PatientRetryer(
                        properties.maxAttempts(),
                        new Backoff(properties.backoffBase(), properties.backoffMax(), random),
                        Sleeper.real()));
    }

    QfApi(QfEndpoints endpoints, String clientId, Client client, Clock clock, Retryer retryer) {
        Feign.Builder feign = Feign.builder()
                .client(client)
                .decoder(new AnswerDecoder(endpoints.environment()))
                .errorDecoder(new ComplaintDecoder(endpoints.environment(), clock))
                .retryer(retryer);
        this.content = feign.target(ContentFeign.class, endpoints.apiBaseUrl() + "/content/api/v4");
        this.user = feign.target(UserFeign.class, endpoints.apiBaseUrl() + "/auth");
        this.environment = endpoints.environment();
        this.clientId = clientId;
    }

    /**
     * The content of this environment.
     *
     * @param tokens of our own client, by client credentials
     */
    public ContentClient content(AccessTokens tokens) {
        return new ContentClient(content, environment, clientId, tokens);
    }

    /**
     * One user's data.
     *
     * @param tokens of this user's grant
     */
    public UserClient forUser(AccessTokens tokens) {
        return new UserClient(user, environment, clientId, tokens);
    }
}
