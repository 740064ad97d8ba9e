package org.qfsync.api;

import feign.Client;
import feign.Feign;
import feign.Retryer;
import feign.codec.ErrorDecoder;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.http.Backoff;
import org.qfsync.http.HttpProperties;
import org.qfsync.http.RetryMeters;
import org.qfsync.http.Sleeper;
import org.qfsync.token.AccessTokens;

/** The remote API of one environment, as one client of ours sees it; makes the clients for content and users. Thread-safe. */
public final class QfApi {
    private final ContentFeign content;
    private final UserFeign user;
    private final ContentPath contentPath;
    private final Client client;
    private final ErrorDecoder failures;
    private final Retryer retryer;
    private final QfEnvironment environment;
    private final String clientId;

    /**
     * @param client makes one exchange at the shared pace ({@link org.qfsync.http.PacedClient}); each try passes
     *     through it
     * @param random source of jitter; must be thread-safe
     * @param retries counts how often a request is made again
     */
    public QfApi(
            QfEndpoints endpoints,
            String clientId,
            HttpProperties properties,
            Client client,
            Clock clock,
            RandomGenerator random,
            RetryMeters retries) {
        this(
                endpoints,
                clientId,
                client,
                clock,
                new PatientRetryer(
                        properties.maxAttempts(),
                        new Backoff(properties.backoffBase(), properties.backoffMax(), random),
                        Sleeper.real(),
                        retries));
    }

    /** Its retries are counted for nobody. */
    public QfApi(
            QfEndpoints endpoints,
            String clientId,
            HttpProperties properties,
            Client client,
            Clock clock,
            RandomGenerator random) {
        this(endpoints, clientId, properties, client, clock, random, new RetryMeters());
    }

    QfApi(QfEndpoints endpoints, String clientId, Client client, Clock clock, Retryer retryer) {
        this.client = client;
        this.failures = new ComplaintDecoder(endpoints.environment(), clock);
        this.retryer = retryer;
        this.contentPath = new ContentPath(endpoints.apiBaseUrl());
        Feign.Builder feign = Feign.builder()
                .client(client)
                .decoder(new AnswerDecoder(endpoints.environment()))
                .errorDecoder(failures)
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
     * Content Sync of this environment.
     *
     * @param tokens of our own client, by client credentials
     * @param spooling a client at the same pace that writes large answers to files
     *     ({@link org.qfsync.http.HttpTransport#spooling})
     */
    public ContentSyncClient contentSync(AccessTokens tokens, Client spooling) {
        return new ContentSyncClient(
                new OpaqueCalls(client, failures, retryer, clientId),
                new OpaqueCalls(spooling, failures, retryer, clientId),
                contentPath,
                environment,
                tokens);
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
