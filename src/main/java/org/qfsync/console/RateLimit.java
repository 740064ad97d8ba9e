package org.qfsync.console;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Lets each address try so many passwords a minute, and no more: guessing must not pay. Thread-safe. */
final class RateLimit extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final int PER_MINUTE = 8;
    private static final int MOST_COUNTED = 20_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** As the filter that takes the password finds it: an address may be written in more than one way. */
    private static final RequestMatcher LOGIN =
            PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, LoginPage.PATH);

    private final transient LoadingCache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MOST_COUNTED)
            .expireAfterAccess(MINUTE.multipliedBy(2))
            .build(from -> Bucket.builder()
                    .addLimit(limit -> limit.capacity(PER_MINUTE).refillGreedy(PER_MINUTE, MINUTE))
                    .build());

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!LOGIN.matches(request)) {
            chain.doFilter(request, response);
            return;
        }
        ConsumptionProbe probe =
                buckets.get(String.valueOf(request.getRemoteAddr())).tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            chain.doFilter(request, response);
            return;
        }
        long seconds =
                Duration.ofNanos(probe.getNanosToWaitForRefill()).plusSeconds(1).toSeconds();
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        response.sendError(HttpStatus.TOO_MANY_REQUESTS.value(), "Try again in " + seconds + " seconds.");
    }
}
