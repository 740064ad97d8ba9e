package org.qfsync.http;

import java.util.Arrays;
import java.util.List;
import org.apache.catalina.util.NetMask;
import org.apache.catalina.valves.RemoteIpValve;
import org.qfsync.domain.IpAddress;

/**
 * The proxies in front of a server of ours, whose word on where a request comes from is believed, for limits alone.
 * What anybody else says of that ({@code X-Forwarded-For}) is not.
 *
 * @param networks in the notation of RFC 4632, such as {@code 10.0.0.0/8}; empty: nobody is believed
 */
public record Proxies(List<String> networks) {
    /** What {@link #parse} reads, in words. */
    public static final String EXPECTED = "a list of IP addresses or networks such as 10.0.0.5,172.16.0.0/12";

    /** Nobody is believed. */
    public static final Proxies NONE = new Proxies(List.of());

    /** Whatever runs on this machine. */
    public static final Proxies THIS_MACHINE = new Proxies(List.of("127.0.0.0/8", "::1/128"));

    public Proxies {
        networks = List.copyOf(networks);
    }

    /**
     * Reads such a list.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Proxies parse(String list) {
        return new Proxies(Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .map(Proxies::network)
                .toList());
    }

    private static String network(String text) {
        String[] parts = text.split("/", 2);
        int bits = IpAddress.parse(parts[0]).getAddress().length * Byte.SIZE;
        return new NetMask(parts[0] + "/" + (parts.length == 1 ? bits : parts[1])).toString();
    }

    /** Puts the visitor's address where the proxy's was; how we are called stays as it reached us. */
    public List<RemoteIpValve> valves() {
        if (networks.isEmpty()) {
            return List.of();
        }
        RemoteIpValve origins = new RemoteIpValve();
        origins.setInternalProxies(String.join(",", networks));
        origins.setProtocolHeader(null);
        return List.of(origins);
    }
}
