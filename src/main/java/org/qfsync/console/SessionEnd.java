package org.qfsync.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/**
 * Ends the session of who signed in long ago, and of who left: what an open page asks for by itself, each few seconds, is
 * no sign that somebody sits before it. Thread-safe.
 */
final class SessionEnd extends HttpFilter {
    /** As long as nobody asks for anything. */
    static final Duration IDLE = Duration.ofMinutes(30);

    private static final long serialVersionUID = 1L;
    private static final String SINCE = "qfsync.signed-in";
    private static final String USED = "qfsync.used";

    private final transient Clock clock;
    private final Duration lifetime;

    /** @param lifetime of a session, however much it is used */
    SessionEnd(Clock clock, Duration lifetime) {
        this.clock = clock;
        this.lifetime = lifetime;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpSession session = request.getSession(false);
        if (session != null
                && session.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY) != null) {
            Instant now = clock.instant();
            if (isOver(session, SINCE, lifetime, now) || isOver(session, USED, IDLE, now)) {
                session.invalidate();
            } else if (!request.getRequestURI().equals(TonightPage.LIVE)) {
                session.setAttribute(USED, now);
            }
        }
        chain.doFilter(request, response);
    }

    /** What is not noted yet begins now. */
    private static boolean isOver(HttpSession session, String mark, Duration allowed, Instant now) {
        if (session.getAttribute(mark) instanceof Instant since) {
            return Duration.between(since, now).compareTo(allowed) >= 0;
        }
        session.setAttribute(mark, now);
        return false;
    }
}
