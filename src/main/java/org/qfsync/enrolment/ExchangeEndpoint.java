package org.qfsync.enrolment;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.qfsync.consent.Consented;
import org.qfsync.consent.SelfService;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SyncException;
import org.qfsync.http.Json;
import org.qfsync.http.RateLimit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * {@code POST /api/consents/exchange}: an application brings the code that its own frontend obtained for our client.
 * The refresh token is ours alone from the first moment; the application gets to know who consented, and to what.
 */
final class ExchangeEndpoint {
    static final String PATH = "/api/consents/exchange";
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeEndpoint.class);
    private static final int BODY_LIMIT = 16 * 1024;
    private static final String BEARER = "Bearer ";

    private final SelfService consents;
    private final ApplicationProperties properties;
    private final RateLimit limit;
    private final ShortMemory<String> presentedCodes;

    /** @param limit how often one application may come */
    ExchangeEndpoint(
            SelfService consents,
            ApplicationProperties properties,
            RateLimit limit,
            ShortMemory<String> presentedCodes) {
        this.consents = consents;
        this.properties = properties;
        this.limit = limit;
        this.presentedCodes = presentedCodes;
    }

    /** Stores the consent, or says why not. */
    ServerResponse handle(ServerRequest request) throws IOException {
        String application = authenticated(request);
        Optional<Duration> wait = limit.count(application);
        if (wait.isPresent()) {
            throw ApiRefusal.of(Problem.TOO_MANY, Limits.headers(wait.get()));
        }
        ExchangeRequest brought = ExchangeRequest.read(body(request));
        if (!properties.redirectUris().contains(brought.redirectUri())) {
            throw new ApiRefusal(
                    HttpStatus.FORBIDDEN,
                    "redirect_uri_not_allowed",
                    "The redirect URI is not one of those that applications may use here.",
                    "Add it to QFSYNC_ENROLMENT_REDIRECT_URIS to the letter: scheme, host, port, path, trailing slash.");
        }
        return created(exchange(application, brought));
    }

    private String authenticated(ServerRequest request) {
        List<String> credentials = request.headers().header(HttpHeaders.AUTHORIZATION);
        if (credentials.size() == 1
                && credentials.get(0).regionMatches(true, 0, BEARER, 0, BEARER.length())
                && !credentials.get(0).substring(BEARER.length()).isBlank()) {
            Secret key =
                    new Secret(credentials.get(0).substring(BEARER.length()).strip());
            Optional<String> name = properties.nameOf(key);
            if (name.isPresent()) {
                return name.get();
            }
            LOG.warn("Somebody presented an application key that is not ours (fingerprint {})", key.fingerprint());
        }
        throw new ApiRefusal(
                HttpStatus.UNAUTHORIZED,
                "invalid_application_key",
                "The key of an application is missing, or is not one of those that are configured here.",
                "Send it as Authorization: Bearer KEY. A new one is made by: qfsync users app-key NAME",
                Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"qfsync\""));
    }

    private static byte[] body(ServerRequest request) throws IOException {
        if (request.headers()
                .contentType()
                .filter(MediaType.APPLICATION_JSON::equalsTypeAndSubtype)
                .isEmpty()) {
            throw new ApiRefusal(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "unsupported_media_type",
                    "The body must be JSON.",
                    "Send it with Content-Type: application/json.");
        }
        byte[] body = request.servletRequest().getInputStream().readNBytes(BODY_LIMIT + 1);
        if (body.length > BODY_LIMIT) {
            throw new ApiRefusal(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "too_large",
                    "The body is larger than " + BODY_LIMIT + " bytes.",
                    "Send code, codeVerifier and redirectUri, and nothing else.");
        }
        return body;
    }

    /** A server may revoke all that a code brought when it sees it again (RFC 6749 section 4.1.2), so it never does. */
    private Consented exchange(String application, ExchangeRequest brought) {
        if (!presentedCodes.keepFirst(Fingerprint.longOf(brought.code().reveal()), application)) {
            throw new ApiRefusal(
                    HttpStatus.CONFLICT,
                    "code_already_presented",
                    "This code was presented before; it was not sent to the server again.",
                    "If the first answer was lost, let the user log in once more: a code is good for one exchange.");
        }
        try {
            return consents.consentThrough(application, brought.code(), brought.verifier(), brought.address());
        } catch (SyncException e) {
            LOG.warn("A consent that application {} brought came to nothing: {}", application, e.getMessage());
            throw ApiRefusal.of(e);
        }
    }

    private static ServerResponse created(Consented consented) {
        return json(
                ServerResponse.status(HttpStatus.CREATED),
                Map.of(
                        "sub", consented.sub(),
                        "granted", new TreeSet<>(consented.granted()),
                        "missing", new TreeSet<>(consented.missing())));
    }

    /** What an application is told in place of what it wanted. */
    static ServerResponse refused(ApiRefusal refusal) {
        ServerResponse.BodyBuilder response = ServerResponse.status(refusal.status());
        refusal.headers().forEach(response::header);
        return json(response, refusal.body());
    }

    private static ServerResponse json(ServerResponse.BodyBuilder response, Map<String, ?> body) {
        return response.contentType(MediaType.APPLICATION_JSON)
                .body(Json.mapper().writeValueAsBytes(body));
    }
}
