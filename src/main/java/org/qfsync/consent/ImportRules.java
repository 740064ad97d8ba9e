package org.qfsync.consent;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.qfsync.domain.QfEnvironment;

/**
 * What a consent must be to be of use here: obtained by our client, at our environment, and still alive. A refresh
 * token that goes to another service than its own would be shown to a stranger.
 *
 * @param clientId our client
 * @param environment ours
 * @param issuer of our authorization server as the database knows it; empty before the first contact
 * @param authBaseUrl of our authorization server, which does for its name as well
 * @param refreshTokenLifetime how long a refresh token lives that is not rotated
 */
public record ImportRules(
        String clientId,
        QfEnvironment environment,
        Optional<String> issuer,
        URI authBaseUrl,
        Duration refreshTokenLifetime,
        Clock clock) {
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    void require(ConsentLine line) throws RefusedException {
        requireOurs(line.origin());
        Instant now = clock.instant();
        if (line.obtainedAt().filter(now.plus(CLOCKS_DIFFER)::isBefore).isPresent()) {
            throw new RefusedException("its tokens were obtained in the future");
        }
        if (line.lapse().at(refreshTokenLifetime).filter(now::isAfter).isPresent()) {
            throw new RefusedException("expired: a refresh token lapses " + refreshTokenLifetime.toDays()
                    + " days after it was issued, or when the line says; the user must consent again");
        }
    }

    private void requireOurs(ConsentLine.Origin origin) throws RefusedException {
        if (origin.clientId().filter(given -> !given.equals(clientId)).isPresent()) {
            throw new RefusedException("\"client_id\" is not " + clientId
                    + ": a refresh token is good for the client alone that obtained it");
        }
        if (origin.environment().filter(given -> !isOurEnvironment(given)).isPresent()) {
            throw new RefusedException("its environment is not " + environment.id()
                    + ": a refresh token is good at the service alone that issued it");
        }
        if (origin.issuer().filter(given -> !isOurIssuer(given)).isPresent()) {
            throw new RefusedException("its issuer is not " + issuer.orElseGet(authBaseUrl::toString)
                    + ": a refresh token is good at the service alone that issued it");
        }
    }

    private boolean isOurEnvironment(String given) {
        String word = given.strip().toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
        return (word.equals("prod") ? QfEnvironment.PRODUCTION.id() : word).equals(environment.id());
    }

    private boolean isOurIssuer(String given) {
        String name = withoutSlash(given.strip());
        return issuer.isPresent() ? name.equals(withoutSlash(issuer.get())) : name.equals(authBaseUrl.toString());
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
