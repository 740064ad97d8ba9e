package org.qfsync.enrolment;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in front of everything that the server answers, its own errors included: gives every answer the headers that
 * keep a page from being framed, stored, sniffed or told about, and writes the access log, without queries and without
 * addresses, because codes are in the former and people behind the latter.
 */
final class SafeResponses extends ValveBase {
    private static final Logger LOG = LoggerFactory.getLogger("org.qfsync.enrolment.access");
    private static final int LONGEST_PATH = 100;

    private final Map<String, String> headers;

    /** @param secure true if browsers speak TLS with us, or with who stands in front */
    SafeResponses(boolean secure) {
        super(true);
        Map<String, String> all = new LinkedHashMap<>();
        // No form-action: browsers apply it to the redirect that follows a form, and that leads to the sign-in pages.
        all.put(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'");
        all.put("X-Frame-Options", "DENY");
        all.put("X-Content-Type-Options", "nosniff");
        all.put("Referrer-Policy", "no-referrer");
        all.put("Cross-Origin-Opener-Policy", "same-origin");
        all.put("Cross-Origin-Resource-Policy", "same-origin");
        all.put("Cache-Control", "no-store");
        if (secure) {
            all.put("Strict-Transport-Security", "max-age=31536000");
        }
        this.headers = Map.copyOf(all);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        long start = System.nanoTime();
        headers.forEach(response::setHeader);
        try {
            getNext().invoke(request, response);
        } finally {
            LOG.info(
                    "{} {} {} {} ms",
                    printable(request.getMethod()),
                    printable(request.getRequestURI()),
                    response.getStatus(),
                    Duration.ofNanos(System.nanoTime() - start).toMillis());
        }
    }

    private static String printable(@org.jspecify.annotations.Nullable String text) {
        String line = String.valueOf(text).replaceAll("[^\\x21-\\x7e]", "?");
        return line.length() <= LONGEST_PATH ? line : line.substring(0, LONGEST_PATH) + "...";
    }
}
