package org.qfsync.domain;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Reads IP addresses. Host names are not among them: nobody is asked over the network. */
public final class IpAddress {
    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private IpAddress() {}

    /**
     * The address as a person wrote it.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static InetAddress parse(String text) {
        try {
            if (LITERAL.matcher(text).matches()) {
                return InetAddress.getByName(text);
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no IP address", e);
        }
        throw new IllegalArgumentException("no IP address");
    }
}
