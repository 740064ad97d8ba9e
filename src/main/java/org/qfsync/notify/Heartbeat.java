package org.qfsync.notify;

import java.net.URI;
import java.util.function.Function;

/**
 * Pings a dead man's switch, such as healthchecks.io: {@code <address>/start} when a night begins, the address itself
 * when it is done, {@code <address>/fail} when it failed. The service tells people when a ping does not come: nothing
 * in this program can tell that it never ran.
 */
final class Heartbeat {
    static final String NAME = "heartbeat";

    private final WebCalls web;
    private final URI address;

    Heartbeat(WebCalls web, URI address) {
        this.web = web;
        this.address = address;
    }

    /** What is pinged. */
    enum Ping {
        START("/start"),
        SUCCESS(""),
        FAIL("/fail");

        private final String suffix;

        Ping(String suffix) {
            this.suffix = suffix;
        }
    }

    String host() {
        return address.getHost();
    }

    Delivery send(Ping ping) throws InterruptedException {
        return web.send(web.to(to(ping)).GET().build());
    }

    private URI to(Ping ping) {
        Function<String, String> withoutSlash = path -> path.replaceFirst("/+$", "");
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        String path = ping.suffix.isEmpty() ? address.getRawPath() : withoutSlash.apply(address.getRawPath());
        return URI.create(address.getScheme() + "://" + address.getRawAuthority() + path + ping.suffix + query);
    }
}
