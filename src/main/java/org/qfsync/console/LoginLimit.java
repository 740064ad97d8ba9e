package org.qfsync.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.qfsync.http.RateLimit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Lets each address try so many passwords a minute, and no more: guessing must not pay. Thread-safe. */
final class LoginLimit extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final int PER_MINUTE = 8;
    /** As the filter that takes the password finds it: an address may be written in more than one way. */
    private static final RequestMatcher LOGIN =
            PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, LoginPage.PATH);

    private final transient RateLimit tries = new RateLimit(PER_MINUTE);

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Duration> wait =
                LOGIN.matches(request) ? tries.count(String.valueOf(request.getRemoteAddr())) : Optional.empty();
        if (wait.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        long seconds = wait.get().toSeconds();
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        response.sendError(HttpStatus.TOO_MANY_REQUESTS.value(), "Try again in " + seconds + " seconds.");
    }
}
