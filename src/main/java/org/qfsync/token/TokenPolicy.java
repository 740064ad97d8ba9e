package org.qfsync.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.qfsync.domain.Settings;

/**
 * When tokens are replaced although they still stand.
 *
 * @param contentMargin how long before its end a content token is replaced
 * @param userMargin the same of a user's access token
 * @param keepAliveAfter a refresh token that has not been rotated for so long is rotated, whether its user is synced or
 *     not
 * @param refreshTokenLifetime how long the server keeps a refresh token that is not rotated; it does not say so itself
 * @param clientSecretWarnAfter the client secret should be replaced when it has been in use for so long
 */
public record TokenPolicy(
        ExpiryMargin contentMargin,
        ExpiryMargin userMargin,
        Duration keepAliveAfter,
        Duration refreshTokenLifetime,
        Duration clientSecretWarnAfter) {
    private static final Duration EARLIEST_WARNING = Duration.ofDays(7);
    private static final String MARGIN = "a margin such as 30s, 10% or 60s|10%";

    public static TokenPolicy defaults() {
        return new TokenPolicy(
                ExpiryMargin.CONTENT, ExpiryMargin.USER, Duration.ofDays(10), Duration.ofDays(30), Duration.ofDays(90));
    }

    static TokenPolicy from(Settings settings) {
        TokenPolicy defaults = defaults();
        TokenPolicy policy = new TokenPolicy(
                settings.parsed("qfsync.token.content-margin", defaults.contentMargin, MARGIN, ExpiryMargin::parse),
                settings.parsed("qfsync.token.user-margin", defaults.userMargin, MARGIN, ExpiryMargin::parse),
                settings.duration("qfsync.token.keep-alive-after", defaults.keepAliveAfter),
                settings.duration("qfsync.token.refresh-token-lifetime", defaults.refreshTokenLifetime),
                settings.duration("qfsync.token.client-secret-warn-after", defaults.clientSecretWarnAfter));
        if (policy.keepAliveAfter.compareTo(policy.refreshTokenLifetime) >= 0) {
            settings.violation("QFSYNC_TOKEN_KEEP_ALIVE_AFTER: must be shorter than"
                    + " QFSYNC_TOKEN_REFRESH_TOKEN_LIFETIME, or grants lapse before they are kept alive");
        }
        return policy;
    }

    /**
     * How long before its end a grant is worth a warning. Never so long that each grant which is just about to be kept
     * alive would be warned of.
     */
    public Duration lapseWarning() {
        Duration spare = refreshTokenLifetime.minus(keepAliveAfter);
        return spare.compareTo(EARLIEST_WARNING) < 0 ? spare : EARLIEST_WARNING;
    }

    /** When the grant ends from disuse, if that is near or past. */
    public Optional<Instant> nearLapse(Grant grant, Instant now) {
        return grant.lapsesAt(refreshTokenLifetime).filter(end -> !now.isBefore(end.minus(lapseWarning())));
    }
}
