package org.qfsync.api;

import feign.Client;
import feign.Request;
import feign.RequestTemplate;
import feign.Response;
import feign.RetryableException;
import feign.Retryer;
import feign.Util;
import feign.codec.ErrorDecoder;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * GETs whose URL goes out byte for byte as it is: Feign's templates decode and encode a query anew, which an opaque
 * cursor may not survive. Retries and failures are those of the Feign clients, and they have the same paced client
 * below. Thread-safe.
 */
final class OpaqueCalls {
    private static final int OK = 200;

    private final Client client;
    private final ErrorDecoder failures;
    private final Retryer retryer;
    private final String clientId;

    OpaqueCalls(Client client, ErrorDecoder failures, Retryer retryer, String clientId) {
        this.client = client;
        this.failures = failures;
        this.retryer = retryer;
        this.clientId = clientId;
    }

    /** Reads a good answer; whoever implements it closes the answer's body, now or later. */
    interface Reading<T> {
        T read(Response response) throws IOException;
    }

    <T> T get(URI url, String token, Reading<T> reading) {
        Map<String, Collection<String>> headers = Map.of(
                "Accept", List.of("application/json"),
                "x-auth-token", List.of(token),
                "x-client-id", List.of(clientId));
        Request request = Request.create(
                Request.HttpMethod.GET, url.toString(), headers, Request.Body.empty(), new RequestTemplate());
        Retryer patience = retryer.clone();
        while (true) {
            try {
                return once(request, reading);
            } catch (RetryableException e) {
                patience.continueOrPropagate(e);
            }
        }
    }

    private <T> T once(Request request, Reading<T> reading) {
        try {
            Response response = client.execute(request, new Request.Options());
            if (response.status() != OK) {
                throw failure(response);
            }
            return reading.read(response);
        } catch (IOException e) {
            throw new RetryableException(
                    -1, String.valueOf(e.getMessage()), request.httpMethod(), e, (Long) null, request);
        }
    }

    private RuntimeException failure(Response response) throws IOException {
        try {
            Exception failure = failures.decode("", response);
            if (failure instanceof RuntimeException known) {
                return known;
            }
            throw new IOException(failure);
        } finally {
            Util.ensureClosed(response.body());
        }
    }
}
