package org.qfsync.token;

import java.util.Optional;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.Secret;
import org.qfsync.http.Pace;
import org.qfsync.token.GrantRepository.RotatedGrant;
import org.qfsync.token.TokenSealer.Column;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revokes stored tokens at the authorization server (RFC 7009), one POST each, never sent again by itself. Nothing that
 * happens there is an error here: the answer is a phrase that may be shown. Thread-safe.
 */
final class TokenRevocation {
    private static final Logger LOG = LoggerFactory.getLogger(TokenRevocation.class);

    private final TokenClient client;
    private final Pace pace;
    private final TokenSealer sealer;

    TokenRevocation(TokenClient client, Pace pace, TokenSealer sealer) {
        this.client = client;
        this.pace = pace;
        this.sealer = sealer;
    }

    /** Must be held while {@link #revoke(Grant)} is called. */
    Pace.Permit permit() {
        return pace.acquire();
    }

    /** The refresh token that the row holds; empty if it holds none. */
    Optional<String> revoke(Grant grant) {
        return grant.refreshToken()
                .map(stored -> opened(stored, grant.clientId(), grant.sub(), grant.generation())
                        .map(client::revoke)
                        .orElse("not asked: the stored token does not open"));
    }

    /** The refresh token of an answer that was never saved; takes a permit of its own. */
    String revokeUnsaved(RotatedGrant rotated) {
        return opened(rotated.refreshToken(), rotated.clientId(), rotated.sub(), rotated.presentedGeneration() + 1)
                .map(token -> {
                    Pace.Permit permit = pace.acquire();
                    try {
                        return client.revoke(token);
                    } finally {
                        permit.close();
                    }
                })
                .orElse("not asked: the stored token does not open");
    }

    private Optional<Secret> opened(SealedToken sealed, String clientId, String sub, long generation) {
        try {
            return Optional.of(sealer.open(sealed, clientId, sub, Column.REFRESH_TOKEN, generation));
        } catch (PermanentException e) {
            LOG.warn(
                    "A token of user {} cannot be revoked at the server, because it does not open: {}",
                    Fingerprint.of(sub),
                    e.getMessage());
            return Optional.empty();
        }
    }
}
