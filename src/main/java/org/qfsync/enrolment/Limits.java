package org.qfsync.enrolment;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
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
    private static final int NETWORK_BYTES = 8;
    /** As text that is never looked up as a name. */
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    private final RateLimit requests = new RateLimit(REQUESTS_A_MINUTE);
    private final RateLimit forms = new RateLimit(FORMS_A_MINUTE);

    /** Counts a request; empty if it may pass, else how long to wait. */
    Optional<Duration> count(ServerRequest request) {
        String origin = origin(String.valueOf(request.servletRequest().getRemoteAddr()));
        Optional<Duration> wait = requests.count(origin);
        boolean form =
                request.method().equals(HttpMethod.POST) && !request.path().equals(ExchangeEndpoint.PATH);
        return wait.isEmpty() && form ? forms.count(origin) : wait;
    }

    static Map<String, String> headers(Duration wait) {
        return Map.of(HttpHeaders.RETRY_AFTER, String.valueOf(wait.toSeconds()));
    }

    /** Whom to count an address for: who has one of IPv6 usually has as many as 64 bits can count. */
    private static String origin(String address) {
        String plain = address.replaceFirst("%.*", "");
        if (!IPV6.matcher(plain).matches()) {
            return plain;
        }
        try {
            return Arrays.toString(Arrays.copyOf(InetAddress.getByName(plain).getAddress(), NETWORK_BYTES));
        } catch (UnknownHostException e) {
            return plain;
        }
    }
}
