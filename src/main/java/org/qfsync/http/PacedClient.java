package org.qfsync.http;

import feign.Client;
import feign.Request;
import feign.Response;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Makes each exchange of another client, every retry included, keep the shared pace; a 429 slows everyone down.
 * Thread-safe if the other client is.
 */
public final class PacedClient implements Client {
    private static final int TOO_MANY_REQUESTS = 429;

    private final Client client;
    private final Pace pace;
    private final Clock clock;

    public PacedClient(Client client, Pace pace, Clock clock) {
        this.client = client;
        this.pace = pace;
        this.clock = clock;
    }

    @Override
    public Response execute(Request request, Request.Options options) throws IOException {
        Pace.Permit permit = pace.acquire();
        try {
            Response response = client.execute(request, options);
            if (response.status() == TOO_MANY_REQUESTS) {
                pace.slowDown(RetryAfter.parse(values(response.headers()), clock.instant()));
            }
            return response;
        } finally {
            permit.close();
        }
    }

    private static Collection<String> values(Map<String, Collection<String>> headers) {
        return headers.getOrDefault("Retry-After", List.of());
    }
}
