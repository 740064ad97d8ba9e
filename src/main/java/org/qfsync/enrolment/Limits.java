package org.qfsync.enrolment;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.qfsync.http.RateLimit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * How much one address may ask of us. Each answer costs little, but a login takes a place in a bounded memory, and many
 * people may share an address.
 */
final class Limits {
    private static final int REQUESTS_A_MINUTE = 240;
    private static final int FORMS_A_MINUTE = 30;

    private final RateLimit requests = new RateLimit(REQUESTS_A_MINUTE);
    private final RateLimit forms = new RateLimit(FORMS_A_MINUTE);

    /** Counts a request; empty if it may pass, else how long to wait. */
    Optional<Duration> count(ServerRequest request) {
        String origin = String.valueOf(request.servletRequest().getRemoteAddr());
        Optional<Duration> wait = requests.count(origin);
        boolean form =
                request.method().equals(HttpMethod.POST) && !request.path().equals(ExchangeEndpoint.PATH);
        return wait.isEmpty() && form ? forms.count(origin) : wait;
    }

    static Map<String, String> headers(Duration wait) {
        return Map.of(HttpHeaders.RETRY_AFTER, String.valueOf(wait.toSeconds()));
    }
}
