package org.qfsync.enrolment;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * Whom to count a request for. A proxy's word on it is believed for that alone: no address and no right follows from
 * it.
 */
final class Origins {
    private static final String SAID_BY_PROXIES = "X-Forwarded-For";
    private static final int IPV6_BYTES = 16;
    /** Whoever has one IPv6 address usually has as many as 64 bits can count. */
    private static final int NETWORK_BYTES = 8;

    private final List<AddressRange> proxies;

    Origins(List<AddressRange> proxies) {
        this.proxies = proxies;
    }

    /** A name for where the request comes from. */
    String of(ServerRequest request) {
        Optional<InetAddress> peer = request.remoteAddress().map(address -> address.getAddress());
        return peer.filter(this::isProxy)
                .flatMap(proxy -> nearestStranger(request.headers().header(SAID_BY_PROXIES)))
                .or(() -> peer)
                .map(Origins::name)
                .orElse("unknown");
    }

    /** Each proxy adds at the end who came to it; what stands before the first of ours could be anybody's invention. */
    private Optional<InetAddress> nearestStranger(List<String> said) {
        String[] hops = String.join(",", said).split(",", -1);
        for (int i = hops.length - 1; i >= 0; i--) {
            Optional<InetAddress> hop = read(hops[i].strip());
            if (hop.isEmpty() || !isProxy(hop.get())) {
                return hop;
            }
        }
        return Optional.empty();
    }

    private static Optional<InetAddress> read(String text) {
        try {
            return Optional.of(AddressRange.literal(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean isProxy(InetAddress address) {
        return proxies.stream().anyMatch(range -> range.contains(address));
    }

    private static String name(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == IPV6_BYTES
                ? Arrays.toString(Arrays.copyOf(bytes, NETWORK_BYTES))
                : address.getHostAddress();
    }
}
