package org.qfsync.token;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SyncException;
import org.qfsync.http.Pace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a grant of tokens that were just issued, if they can be kept and say whose they are; what is of no use is given
 * back to the server. Thread-safe.
 */
final class GrantProof {
    private static final Logger LOG = LoggerFactory.getLogger(GrantProof.class);

    private final IdTokens idTokens;
    private final TokenClient tokenClient;
    private final Pace pace;

    GrantProof(IdTokens idTokens, TokenClient tokenClient, Pace pace) {
        this.idTokens = idTokens;
        this.tokenClient = tokenClient;
        this.pace = pace;
    }

    /**
     * The grant.
     *
     * @param failed how the message of a failure begins
     * @param nonce of the request; empty where there was none, or none of ours
     * @param asked the scopes of the request: granted, if the answer does not say otherwise (RFC 6749 section 5.1)
     * @param startedAt when it was asked for
     * @throws SyncException if these tokens are no grant
     */
    ProvedGrant prove(
            String failed, TokenAnswer.Issued issued, Optional<String> nonce, Set<String> asked, Instant startedAt) {
        try {
            String sub = verifiedUser(issued, nonce);
            Secret refreshToken = issued.refreshToken()
                    .orElseThrow(() -> unusable("no refresh token", "no_refresh_token", "offline_access"));
            Set<String> granted = issued.scope().map(GrantProof::scopes).orElse(asked);
            return new ProvedGrant(sub, granted, refreshToken, startedAt);
        } catch (SyncException e) {
            issued.refreshToken().ifPresent(this::discard);
            throw ExchangeFailures.because(failed, e);
        }
    }

    /**
     * The user alone, where no grant is wanted.
     *
     * @throws SyncException if the answer does not say who they are
     */
    String user(String failed, TokenAnswer.Issued issued, Optional<String> nonce) {
        try {
            return verifiedUser(issued, nonce);
        } catch (SyncException e) {
            throw ExchangeFailures.because(failed, e);
        }
    }

    private String verifiedUser(TokenAnswer.Issued issued, Optional<String> nonce) {
        Secret idToken = issued.idToken().orElseThrow(() -> unusable("no ID token", "no_id_token", "openid"));
        return idTokens.verify(idToken, nonce);
    }

    /** Offers a refresh token for revocation, as well as that goes. */
    void discard(Secret refreshToken) {
        Pace.Permit permit = pace.acquire();
        try {
            LOG.info(
                    "A refresh token that is not kept was offered for revocation: {}",
                    tokenClient.revoke(refreshToken));
        } finally {
            permit.close();
        }
    }

    private static Set<String> scopes(String list) {
        return Arrays.stream(list.split(" ", -1)).collect(Collectors.toUnmodifiableSet());
    }

    private static PermanentException unusable(String what, String code, String scope) {
        return new PermanentException(
                "The answer holds " + what,
                code,
                200,
                "Nothing was stored. Ask for the scope " + scope + ", and see that Quran Foundation approved it for"
                        + " this client and that the user granted it. Then start again.",
                null);
    }
}
