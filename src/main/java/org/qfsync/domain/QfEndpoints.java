package org.qfsync.domain;

import java.net.URI;
import java.util.Optional;

/**
 * Where the two halves of one QF service are. They are chosen together: a token of one environment never meets the
 * API of another.
 *
 * @param environment whose endpoints these are
 * @param authBaseUrl OAuth2 host, without trailing slash
 * @param apiBaseUrl gateway host, without trailing slash; content lives under {@code /content/api/v4}, user data
 *     under {@code /auth/v1}
 */
public record QfEndpoints(QfEnvironment environment, URI authBaseUrl, URI apiBaseUrl) {
    /** The public endpoints of that environment, as QF publishes them; the sandbox has none. */
    public static QfEndpoints published(QfEnvironment environment) {
        return switch (environment) {
            case PRODUCTION ->
                new QfEndpoints(
                        environment,
                        URI.create("https://oauth2.quran.foundation"),
                        URI.create("https://apis.quran.foundation"));
            case PRELIVE ->
                new QfEndpoints(
                        environment,
                        URI.create("https://prelive-oauth2.quran.foundation"),
                        URI.create("https://apis-prelive.quran.foundation"));
            case SANDBOX -> throw new IllegalArgumentException("a sandbox has no published endpoints");
        };
    }

    /**
     * Reads {@code QF_ENV} and the pair {@code QF_AUTH_BASE_URL}, {@code QF_API_BASE_URL}, which are overridden
     * together or not at all. Overridden endpoints are the environment {@link QfEnvironment#SANDBOX}.
     */
    public static QfEndpoints from(Settings settings) {
        QfEnvironment environment = settings.parsed(
                "qf.env", QfEnvironment.PRELIVE, "an environment: expected \"prelive\" or \"production\"", value -> {
                    QfEnvironment named = QfEnvironment.ofId(value);
                    if (named == QfEnvironment.SANDBOX) {
                        throw new IllegalArgumentException("a sandbox is chosen by its base URLs");
                    }
                    return named;
                });
        Optional<URI> auth = settings.baseUrl("qf.auth-base-url");
        Optional<URI> api = settings.baseUrl("qf.api-base-url");
        if (settings.text("qf.auth-base-url").isPresent()
                != settings.text("qf.api-base-url").isPresent()) {
            settings.violation("QF_AUTH_BASE_URL and QF_API_BASE_URL: set both or neither, they belong together");
        }
        return auth.isPresent() && api.isPresent()
                ? new QfEndpoints(QfEnvironment.SANDBOX, auth.get(), api.get())
                : published(environment);
    }
}
