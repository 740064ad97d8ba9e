package org.qfsync.token;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.Secret;
import org.qfsync.domain.Settings;

/**
 * Our client registration at one QF environment.
 *
 * @param endpoints where it is registered
 * @param clientId its public name
 * @param type how it authenticates
 * @param secret as it was at the start; present exactly for a {@link ClientType#CONFIDENTIAL} client
 * @param secretFile where the secret comes from, and may be replaced; empty if it does not come from a file
 */
public record ClientProperties(
        QfEndpoints endpoints, String clientId, ClientType type, Optional<Secret> secret, Optional<Path> secretFile) {
    /** Shown, to the letter, when there is no client id. */
    public static final String MISSING_CREDENTIALS = "Missing Quran Foundation API credentials. "
            + "Request access: https://api-docs.quran.foundation/request-access";

    /** With a secret that stays as it is. */
    public ClientProperties(QfEndpoints endpoints, String clientId, ClientType type, Optional<Secret> secret) {
        this(endpoints, clientId, type, secret, Optional.empty());
    }

    /**
     * Reads {@code QF_CLIENT_ID}, {@code QF_CLIENT_TYPE} and {@code QF_CLIENT_SECRET} or
     * {@code QF_CLIENT_SECRET_FILE}, noting all that is wrong.
     */
    public static ClientProperties from(Settings settings, QfEndpoints endpoints) {
        Optional<String> clientId = trimmed(settings, "qf.client-id");
        if (clientId.isEmpty()) {
            settings.violation(MISSING_CREDENTIALS);
        }
        ClientType type = settings.parsed(
                "qf.client-type",
                ClientType.CONFIDENTIAL,
                "a client type: expected \"confidential\" or \"public\"",
                value -> ClientType.valueOf(value.toUpperCase(Locale.ROOT)));
        Optional<Path> file = secretFile(settings);
        Optional<Secret> secret = file.isPresent()
                ? read(settings, file.get())
                : trimmed(settings, "qf.client-secret").map(Secret::new);
        boolean noneGiven = settings.text("qf.client-secret").isEmpty()
                && settings.text("qf.client-secret-file").isEmpty();
        if (type == ClientType.CONFIDENTIAL && noneGiven && clientId.isPresent()) {
            settings.violation("QF_CLIENT_SECRET or QF_CLIENT_SECRET_FILE: needed by a confidential client; "
                    + "a client registered without a secret sets QF_CLIENT_TYPE=public");
        }
        if (type == ClientType.PUBLIC && secret.isPresent()) {
            settings.violation("QF_CLIENT_SECRET: a public client has no secret; remove it, "
                    + "or set QF_CLIENT_TYPE=confidential");
        }
        return new ClientProperties(endpoints, clientId.orElse(""), type, secret, file);
    }

    private static Optional<Path> secretFile(Settings settings) {
        Optional<Path> file = settings.parsed(
                "qf.client-secret-file", Optional.<Path>empty(), "a path", value -> Optional.of(Path.of(value)));
        if (file.isPresent() && settings.text("qf.client-secret").isPresent()) {
            settings.violation("QF_CLIENT_SECRET and QF_CLIENT_SECRET_FILE: set one of them, not both");
        }
        return file;
    }

    private static Optional<Secret> read(Settings settings, Path file) {
        try {
            Optional<SecretFile.Content> content = SecretFile.read(file);
            if (content.isEmpty()) {
                settings.violation("QF_CLIENT_SECRET_FILE: " + file + " is empty");
            }
            if (content.filter(SecretFile.Content::trimmed).isPresent()) {
                settings.warning("QF_CLIENT_SECRET_FILE: surrounding whitespace was removed");
            }
            return content.map(SecretFile.Content::secret);
        } catch (IOException e) {
            settings.violation("QF_CLIENT_SECRET_FILE: cannot read " + file);
            return Optional.empty();
        }
    }

    private static Optional<String> trimmed(Settings settings, String name) {
        Optional<String> text = settings.text(name);
        if (text.isPresent() && !text.equals(settings.raw(name))) {
            settings.warning(Settings.variable(name) + ": surrounding whitespace was removed");
        }
        return text;
    }
}
