package org.qfsync.sandbox;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * What is registered for the sandbox's clients, and how long things last.
 *
 * @param redirectUris where a user may be sent back to, compared letter by letter
 * @param scopes what the clients may ask for
 * @param codeLifetime of an authorization code
 * @param refreshTokenLifetime of a refresh token, renewed at each rotation
 * @param deviceLifetime of a device code (RFC 8628)
 * @param deviceInterval the pause that a device must keep between two questions
 */
public record SandboxOAuth(
        Set<URI> redirectUris,
        Set<String> scopes,
        Duration codeLifetime,
        Duration refreshTokenLifetime,
        Duration deviceLifetime,
        Duration deviceInterval) {
    /** Where a command that waits for the user's browser listens. */
    public static final URI LOOPBACK = URI.create("http://127.0.0.1:8765/callback");

    public SandboxOAuth {
        redirectUris = Set.copyOf(redirectUris);
        scopes = Set.copyOf(scopes);
        if (codeLifetime.isNegative()
                || refreshTokenLifetime.isNegative()
                || deviceLifetime.isNegative()
                || deviceInterval.isNegative()) {
            throw new IllegalArgumentException("A lifetime in the sandbox must not be negative");
        }
    }

    /** {@link #LOOPBACK}, every scope that QF knows, codes for 10 minutes, refresh tokens for 720 hours. */
    public static SandboxOAuth defaults() {
        return new SandboxOAuth(
                Set.of(LOOPBACK),
                Scopes.KNOWN,
                Duration.ofMinutes(10),
                Duration.ofDays(30),
                Duration.ofMinutes(10),
                Duration.ofSeconds(5));
    }

    public SandboxOAuth withRedirectUris(Set<URI> value) {
        return new SandboxOAuth(value, scopes, codeLifetime, refreshTokenLifetime, deviceLifetime, deviceInterval);
    }

    public SandboxOAuth withScopes(Set<String> value) {
        return new SandboxOAuth(
                redirectUris, value, codeLifetime, refreshTokenLifetime, deviceLifetime, deviceInterval);
    }

    public SandboxOAuth withCodeLifetime(Duration value) {
        return new SandboxOAuth(redirectUris, scopes, value, refreshTokenLifetime, deviceLifetime, deviceInterval);
    }

    public SandboxOAuth withRefreshTokenLifetime(Duration value) {
        return new SandboxOAuth(redirectUris, scopes, codeLifetime, value, deviceLifetime, deviceInterval);
    }

    public SandboxOAuth withDeviceLifetime(Duration value) {
        return new SandboxOAuth(redirectUris, scopes, codeLifetime, refreshTokenLifetime, value, deviceInterval);
    }

    public SandboxOAuth withDeviceInterval(Duration value) {
        return new SandboxOAuth(redirectUris, scopes, codeLifetime, refreshTokenLifetime, deviceLifetime, value);
    }
}
