package org.qfsync.enrolment;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.util.WebUtils;

/**
 * Takes the query off a request before anything may log it: it holds codes. Its parameters can still be read one by
 * one. What fails behind it, such as a page half made, ends here.
 */
final class QuietRequests extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(QuietRequests.class);

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        try {
            // Read here, because the exception repeats what it could not read, and those behind would log it.
            request.getParameterMap();
        } catch (InvalidParameterException e) {
            LOG.info("A request was refused: its parameters cannot be read, or are too many or too long");
            response.sendError(e.getErrorCode());
            return;
        }
        try {
            chain.doFilter(new WithoutQuery(request), response);
        } catch (ServletException | RuntimeException e) {
            LOG.error("An answer could not be written", e);
            if (!response.isCommitted()) {
                response.resetBuffer();
                response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            }
        }
    }

    /** The query that was taken off, for the one page that needs all of it. */
    static @Nullable String queryOf(HttpServletRequest request) {
        WithoutQuery quiet = WebUtils.getNativeRequest(request, WithoutQuery.class);
        return quiet == null ? null : quiet.query();
    }

    private static final class WithoutQuery extends HttpServletRequestWrapper {
        WithoutQuery(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getQueryString() {
            return null;
        }

        private @Nullable String query() {
            return super.getQueryString();
        }
    }
}
