package org.qfsync.enrolment;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** An IP address, or a network of them in the notation of RFC 4632: {@code 10.0.0.0/8}, {@code fd00::/8}. */
public record AddressRange(InetAddress network, int prefix) {
    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException for anything else, host names included: nobody is asked over the network
     */
    static AddressRange parse(String text) {
        String[] parts = text.split("/", 2);
        InetAddress network = literal(parts[0]);
        int bits = network.getAddress().length * Byte.SIZE;
        int prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("no such prefix");
        }
        return new AddressRange(network, prefix);
    }

    /** The address of that notation; {@link IllegalArgumentException} for anything else. */
    static InetAddress literal(String text) {
        try {
            if (LITERAL.matcher(text).matches()) {
                return InetAddress.getByName(text);
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no IP address", e);
        }
        throw new IllegalArgumentException("no IP address");
    }

    boolean contains(InetAddress address) {
        int bits = network.getAddress().length * Byte.SIZE;
        return address.getAddress().length * Byte.SIZE == bits
                && head(address, bits).equals(head(network, bits));
    }

    private BigInteger head(InetAddress address, int bits) {
        return new BigInteger(1, address.getAddress()).shiftRight(bits - prefix);
    }
}
