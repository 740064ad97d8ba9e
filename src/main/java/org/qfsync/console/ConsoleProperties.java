package org.qfsync.console;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.qfsync.domain.IpAddress;
import org.qfsync.domain.Secret;
import org.qfsync.domain.Settings;
import org.qfsync.http.Proxies;
import org.qfsync.store.PasswordSetting;

/**
 * Where operators find the console and who may do what there. Settings are named {@code qfsync.console.*}.
 *
 * @param port where it is served; empty: nowhere
 * @param address the network interface
 * @param baseUrl how it is reached through a proxy; empty: as it is served
 * @param operatorHash of the password of who may act; empty: there is no such account
 * @param readerHash of the password of who may look; empty: there is no such account
 * @param proxies whose word on where a request comes from is believed, for the limit of logins alone
 * @param metricsToken what a scraper shows to read the metrics; empty: it signs in as a reader or not at all
 * @param sessionLifetime how long after they signed in people must do so again
 */
public record ConsoleProperties(
        Optional<Integer> port,
        InetAddress address,
        Optional<URI> baseUrl,
        Proxies proxies,
        Optional<Secret> operatorHash,
        Optional<Secret> readerHash,
        Optional<Secret> metricsToken,
        Duration sessionLifetime) {
    private static final int DEFAULT_PORT = 8090;
    private static final int HIGHEST_PORT = 65_535;
    private static final int SHORTEST_TOKEN = 16;
    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final String BCRYPT = "{bcrypt}";
    /** Older ones write 2a or 2y; all are read. */
    private static final Pattern BCRYPT_HASH = Pattern.compile("\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}");

    /** Reads them; what is wrong is noted in the settings. */
    public static ConsoleProperties from(Settings settings) {
        Optional<Integer> port = settings.parsed(
                "qfsync.console.port",
                Optional.of(DEFAULT_PORT),
                "a port from 1 to 65535, or off",
                text -> text.equals("off") ? Optional.empty() : Optional.of(port(text)));
        InetAddress address = settings.parsed(
                "qfsync.console.address",
                InetAddress.getLoopbackAddress(),
                "an IP address of this machine such as 127.0.0.1 or 0.0.0.0",
                IpAddress::parse);
        ConsoleProperties properties = new ConsoleProperties(
                port,
                address,
                settings.baseUrl("qfsync.console.base-url"),
                settings.parsed("qfsync.console.proxies", Proxies.NONE, Proxies.EXPECTED, Proxies::parse),
                hash(settings, PasswordSetting.read(settings, "qfsync.console.operator-password-hash"), "OPERATOR"),
                hash(settings, PasswordSetting.read(settings, "qfsync.console.reader-password-hash"), "READER"),
                token(settings, PasswordSetting.read(settings, "qfsync.console.metrics-token")),
                settings.duration("qfsync.console.session-lifetime", Duration.ofHours(12), SHORTEST, LONGEST));
        if (port.isPresent()) {
            properties.requireProtected(settings);
        }
        return properties;
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("out of range");
        }
        return port;
    }

    private static Optional<Secret> hash(Settings settings, String text, String role) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String plain = text.startsWith(BCRYPT) ? text.substring(BCRYPT.length()) : text;
        if (BCRYPT_HASH.matcher(plain).matches()) {
            return Optional.of(new Secret(BCRYPT + plain));
        }
        settings.violation("QFSYNC_CONSOLE_" + role + "_PASSWORD_HASH: not a bcrypt hash such as $2y$12$...; make one"
                + " with: qfsync console hash");
        return Optional.empty();
    }

    private static Optional<Secret> token(Settings settings, String text) {
        if (!text.isEmpty() && text.length() < SHORTEST_TOKEN) {
            settings.violation("QFSYNC_CONSOLE_METRICS_TOKEN: too short to be no guess; use at least " + SHORTEST_TOKEN
                    + " random characters, such as of: openssl rand -hex 24");
            return Optional.empty();
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(new Secret(text));
    }

    /** Whoever reaches an unguarded console is operator, so that nobody outside this machine may reach one. */
    private void requireProtected(Settings settings) {
        boolean refusedHash = settings.raw("qfsync.console.operator-password-hash")
                        .or(() -> settings.raw("qfsync.console.reader-password-hash"))
                        .isPresent()
                && !isGuarded();
        if (!isGuarded() && !refusedHash && !proxies.networks().isEmpty()) {
            settings.violation("QFSYNC_CONSOLE_PROXIES: names proxies, but the console has no password, so that whoever"
                    + " they let through could act; set QFSYNC_CONSOLE_OPERATOR_PASSWORD_HASH, or leave the proxies"
                    + " out and forward nothing to the console");
        }
        if (address.isLoopbackAddress()
                && baseUrl.filter(url -> !isLoopback(url)).isEmpty()) {
            return;
        }
        if (!isGuarded() && !refusedHash) {
            settings.violation("QFSYNC_CONSOLE_OPERATOR_PASSWORD_HASH: missing, and the console would be reached from"
                    + " outside this machine, where everybody could act; set it, or serve 127.0.0.1 alone"
                    + " (QFSYNC_CONSOLE_ADDRESS, QFSYNC_CONSOLE_BASE_URL), or set QFSYNC_CONSOLE_PORT=off");
        } else if (isGuarded() && !isSecure()) {
            settings.warning(
                    "QFSYNC_CONSOLE_ADDRESS: the console is reached from outside without TLS, so that passwords"
                            + " cross the network in the clear; put a proxy with TLS in front and name it in"
                            + " QFSYNC_CONSOLE_BASE_URL=https://...");
        }
    }

    private static boolean isLoopback(URI url) {
        return HostCheck.isLoopback(url.getHost());
    }

    /** True if people must sign in. */
    public boolean isGuarded() {
        return operatorHash.isPresent() || readerHash.isPresent();
    }

    /** True if browsers speak TLS with whoever stands in front of us. */
    public boolean isSecure() {
        return baseUrl.filter(url -> "https".equals(url.getScheme())).isPresent();
    }

    /** Where the console is, as people type it. */
    public URI url() {
        return baseUrl.orElseGet(() -> {
            String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
            return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port.orElseThrow());
        });
    }
}
