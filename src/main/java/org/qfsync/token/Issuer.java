package org.qfsync.token;

import feign.Feign;
import feign.RequestLine;
import feign.Response;
import feign.RetryableException;
import feign.Retryer;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.qfsync.domain.KnownFailure;
import org.qfsync.domain.SystemicException;
import org.qfsync.http.Json;
import org.qfsync.http.NeverSentException;
import tools.jackson.core.JacksonException;

/**
 * Who the authorization server says it is (OpenID Connect Discovery 1.0, section 4): the name that a database is bound
 * to. A trailing slash is no difference. Thread-safe.
 */
public final class Issuer {
    private final DiscoveryFeign feign;
    private final URI authBaseUrl;

    Issuer(feign.Client transport, URI authBaseUrl) {
        this.feign = Feign.builder()
                .client(transport)
                .retryer(Retryer.NEVER_RETRY)
                .target(DiscoveryFeign.class, authBaseUrl.toString());
        this.authBaseUrl = authBaseUrl;
    }

    /**
     * Asks it.
     *
     * @return empty if it answers, but not with a discovery document: an edge may block it, and a name that was made up
     *     for such a day would not match the true one later
     * @throws SystemicException if it cannot be reached
     */
    public Optional<String> discover() {
        return metadata().map(ServerMetadata::issuer);
    }

    /** All that it says about itself that we use; as {@link #discover}. */
    Optional<ServerMetadata> metadata() {
        try (Response response = feign.configuration()) {
            if (response.status() >= 500) {
                throw unreachable("HTTP " + response.status(), response.status());
            }
            return response.status() == 200 ? read(response) : Optional.empty();
        } catch (RetryableException e) {
            if (e.getCause() instanceof NeverSentException neverSent && neverSent.isTlsFailure()) {
                throw untrusted();
            }
            throw unreachable(
                    e.getCause() instanceof NeverSentException ? "no connection" : "no complete answer", null);
        } catch (IOException | JacksonException e) {
            throw unreachable("the discovery document cannot be read", 200);
        }
    }

    private static Optional<ServerMetadata> read(Response response) throws IOException {
        return ServerMetadata.read(Json.mapper().readTree(AnswerReader.bytes(response)));
    }

    private SystemicException untrusted() {
        return new SystemicException(
                "The authorization server " + authBaseUrl + " has no certificate that is trusted here, or TLS failed",
                "tls_failed",
                null,
                KnownFailure.TLS_FAILED.resolution(),
                null);
    }

    private SystemicException unreachable(String why, @org.jspecify.annotations.Nullable Integer status) {
        return new SystemicException(
                "The authorization server " + authBaseUrl + " does not answer: " + why,
                "authorization_server_unavailable",
                status,
                "Check the network, QF_ENV and Quran Foundation's status; no grant was touched. Then: qfsync run",
                null);
    }

    /** The discovery document, on the wire. */
    private interface DiscoveryFeign {
        @RequestLine("GET /.well-known/openid-configuration")
        Response configuration();
    }
}
