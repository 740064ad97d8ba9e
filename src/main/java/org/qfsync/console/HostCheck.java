package org.qfsync.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers only to our own names: a page on a foreign site, whose name was made to point to this machine (DNS
 * rebinding), could else act in an operator's browser. Health and, where it is guarded, metrics are asked for by
 * machines under any name.
 */
final class HostCheck extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");
    private static final Pattern LOOPBACK_V6 = Pattern.compile("\\[?(0{1,4}:){7}0{0,3}1]?");

    private final String ownName;
    private final String ownAddress;
    private final String openPaths;

    HostCheck(ConsoleProperties properties) {
        this.ownName =
                properties.baseUrl().map(URI::getHost).map(HostCheck::lower).orElse("");
        this.ownAddress = properties.address().isAnyLocalAddress()
                ? ""
                : properties.address().getHostAddress().toLowerCase(Locale.ROOT);
        this.openPaths = properties.isGuarded() ? "/actuator/" : "/actuator/health";
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (isOurs(request.getServerName()) || request.getRequestURI().startsWith(openPaths)) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        response.setContentType("text/plain");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter()
                .write("The console does not answer to this name. Open it as 127.0.0.1, or name how it is reached in"
                        + " QFSYNC_CONSOLE_BASE_URL and start the daemon again.\n");
    }

    private boolean isOurs(@Nullable String host) {
        String name = Optional.ofNullable(host).map(HostCheck::lower).orElse("");
        boolean own = name.equals(ownName) || name.replaceAll("[\\[\\]]", "").equals(ownAddress);
        return isLoopback(name) || (own && !name.isEmpty());
    }

    static boolean isLoopback(@Nullable String host) {
        String name = host == null ? "" : lower(host);
        return LOOPBACK.matcher(name).matches() || LOOPBACK_V6.matcher(name).matches();
    }

    private static String lower(String host) {
        return host.toLowerCase(Locale.ROOT);
    }
}
