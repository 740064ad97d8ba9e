package org.qfsync.token;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;

/**
 * Tries out the authorization server with what is configured, without a database and without keeping anything: so that
 * it can be told from a database in trouble, and beside a process that has the database to itself. Thread-safe.
 */
public final class ServerReach {
    private final ClientProperties client;
    private final feign.Client transport;
    private final Clock clock;

    /** @param transport must not retry, redirect or reuse connections */
    public ServerReach(ClientProperties client, feign.Client transport, Clock clock) {
        this.client = client;
        this.transport = transport;
        this.clock = clock;
    }

    /** Where it is. */
    public URI address() {
        return client.endpoints().authBaseUrl();
    }

    /**
     * Who it says it is; empty if it answers with something else than a discovery document.
     *
     * @throws SystemicException if it cannot be reached
     */
    public Optional<String> issuer() {
        return new Issuer(transport, address()).discover();
    }

    /**
     * Has it issue a content token once, which is thrown away; a public client gets none.
     *
     * @return false for a public client
     * @throws SyncException if it does not
     */
    public boolean issuesContentToken() {
        if (client.type() == ClientType.PUBLIC) {
            return false;
        }
        TokenAnswer answer = new TokenClient(client, new ClientSecret(client), transport, clock)
                .clientCredentials(ContentTokens.SCOPE);
        if (answer instanceof TokenAnswer.Issued) {
            return true;
        }
        throw ContentTokens.failure(answer);
    }
}
