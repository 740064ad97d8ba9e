package org.qfsync.token;

import java.util.Optional;
import org.qfsync.domain.Secret;
import org.qfsync.http.Pace;
import org.qfsync.token.TokenSealer.Column;

/** Asks the server whether a grant's refresh token still stands (RFC 7662), which changes nothing. Thread-safe. */
final class TokenProbe {
    private final TokenClient client;
    private final TokenSealer sealer;
    private final Pace pace;

    TokenProbe(TokenClient client, TokenSealer sealer, Pace pace) {
        this.client = client;
        this.sealer = sealer;
        this.pace = pace;
    }

    /** Empty if there is no token, or the server does not say. */
    Optional<Boolean> stands(Grant grant) {
        if (grant.refreshToken().isEmpty()) {
            return Optional.empty();
        }
        Secret token = sealer.open(
                grant.refreshToken().get(), grant.clientId(), grant.sub(), Column.REFRESH_TOKEN, grant.generation());
        Pace.Permit permit = pace.acquire();
        try {
            return client.isActive(token);
        } finally {
            permit.close();
        }
    }
}
