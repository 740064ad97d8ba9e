package org.qfsync.domain;

import java.net.URI;

/** Which addresses may be spoken to, or be sent a code or a token: https, and http where nothing leaves the machine. */
public final class SafeAddress {
    private SafeAddress() {}

    /** True for a complete https address, or one with http on loopback; never with a user name or a fragment. */
    public static boolean isSafe(URI address) {
        String host = address.getHost();
        if (host == null || address.getRawUserInfo() != null || address.getRawFragment() != null) {
            // Without a host is also what only looks like one: "localhost:8080" is a URI of the scheme "localhost".
            return false;
        }
        return switch (String.valueOf(address.getScheme())) {
            case "https" -> true;
            case "http" -> isLoopback(host);
            default -> false;
        };
    }

    /** True for a host name or a literal address that is always this machine. */
    public static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
