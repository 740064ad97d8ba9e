package org.qfsync.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers only to our own names: a page on a foreign site, whose name was made to point to this machine (DNS
 * rebinding), could else act in an operator's browser. Where nobody signs in, it refuses what a proxy marks as such, too:
 * one that writes our name into each request would let the whole world act. That is a net, no wall: a proxy that adds
 * none of these headers, as nginx does with a plain {@code proxy_pass}, looks like a browser of this machine. Health and,
 * where it is guarded, metrics are asked for by machines under any name.
 */
final class HostCheck extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");
    private static final Pattern LOOPBACK_V6 = Pattern.compile("\\[?(0{1,4}:){7}0{0,3}1]?");

    /** What proxies add to requests. One that is trusted has it taken off before we look, and without passwords none is. */
    private static final List<String> PROXIES_SAY =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");

    private final boolean guarded;
    private final String ownName;
    private final String ownAddress;
    private final String openPaths;

    HostCheck(ConsoleProperties properties) {
        this.guarded = properties.isGuarded();
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
        if (request.getRequestURI().startsWith(openPaths)) {
            chain.doFilter(request, response);
        } else if (!isOurs(request.getServerName())) {
            refuse(
                    response,
                    "The console does not answer to this name. Open it as 127.0.0.1, or name how it is reached in"
                            + " QFSYNC_CONSOLE_BASE_URL and start the daemon again.\n");
        } else if (!guarded && PROXIES_SAY.stream().anyMatch(name -> request.getHeader(name) != null)) {
            refuse(
                    response,
                    "The console has no password and was asked through a proxy, by which others may reach it. Set"
                            + " QFSYNC_CONSOLE_OPERATOR_PASSWORD_HASH and start the daemon again, or open it without"
                            + " the proxy.\n");
        } else {
            chain.doFilter(request, response);
        }
    }

    private static void refuse(HttpServletResponse response, String why) throws IOException {
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        response.setContentType("text/plain");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write(why);
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
