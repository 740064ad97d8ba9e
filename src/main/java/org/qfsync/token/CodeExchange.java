package org.qfsync.token;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;
import org.qfsync.http.Pace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns an authorization code into a grant (RFC 6749 section 4.1.3 with PKCE, RFC 7636): one POST, never repeated,
 * because a code is good for one. Thread-safe.
 */
public final class CodeExchange {
    /** How the message of each failure begins. */
    public static final String FAILED = "Failed to exchange authorization code for tokens";

    private static final Logger LOG = LoggerFactory.getLogger(CodeExchange.class);
    private static final String NO_SECRET = "Client secret is required for confidential client token exchange";

    private final ClientProperties client;
    private final TokenClient tokenClient;
    private final IdTokens idTokens;
    private final Pace pace;
    private final Clock clock;

    CodeExchange(ClientProperties client, TokenClient tokenClient, IdTokens idTokens, Pace pace, Clock clock) {
        this.client = client;
        this.tokenClient = tokenClient;
        this.idTokens = idTokens;
        this.pace = pace;
        this.clock = clock;
    }

    /**
     * Exchanges it.
     *
     * @throws SyncException with what to do; nothing came of the code then, and it must not be presented again
     */
    public ProvedGrant exchange(Presented presented) {
        Instant startedAt = clock.instant();
        return proved(issued(presented), presented, startedAt);
    }

    /**
     * Exchanges a code for nothing but the name of its user; no grant is kept, and none that stands is touched.
     *
     * @return the user, from a verified ID token
     * @throws SyncException as {@link #exchange}
     */
    public String identify(Presented presented) {
        TokenAnswer.Issued issued = issued(presented);
        try {
            return verifiedUser(issued, presented);
        } catch (SyncException e) {
            throw ExchangeFailures.because(FAILED, e);
        }
    }

    private TokenAnswer.Issued issued(Presented presented) {
        if (client.type() == ClientType.CONFIDENTIAL && client.secret().isEmpty()) {
            throw new SystemicException(
                    NO_SECRET,
                    "client_secret_missing",
                    null,
                    "Set QF_CLIENT_SECRET or QF_CLIENT_SECRET_FILE, or QF_CLIENT_TYPE=public for a client that was"
                            + " registered without a secret. Then start again.",
                    null);
        }
        TokenAnswer answer = post(presented);
        if (answer instanceof TokenAnswer.Issued issued) {
            return issued;
        }
        throw ExchangeFailures.of(FAILED, answer);
    }

    private TokenAnswer post(Presented presented) {
        Pace.Permit permit = pace.acquire();
        try {
            return tokenClient.exchangeCode(presented.code, presented.redirectUri, presented.verifier);
        } finally {
            permit.close();
        }
    }

    private ProvedGrant proved(TokenAnswer.Issued issued, Presented presented, Instant startedAt) {
        try {
            String sub = verifiedUser(issued, presented);
            Secret refreshToken = issued.refreshToken()
                    .orElseThrow(() -> unusable("no refresh token", "no_refresh_token", "offline_access"));
            Set<String> granted = issued.scope().map(CodeExchange::scopes).orElse(presented.asked);
            return new ProvedGrant(sub, granted, refreshToken, startedAt);
        } catch (SyncException e) {
            issued.refreshToken().ifPresent(this::discard);
            throw ExchangeFailures.because(FAILED, e);
        }
    }

    private String verifiedUser(TokenAnswer.Issued issued, Presented presented) {
        Secret idToken = issued.idToken().orElseThrow(() -> unusable("no ID token", "no_id_token", "openid"));
        return idTokens.verify(idToken, presented.nonce);
    }

    /**
     * Gives back a grant that could not be stored, as well as that goes: a token that nobody keeps should not stay good
     * for a month.
     */
    public void discard(ProvedGrant grant) {
        discard(grant.refreshToken());
    }

    private void discard(Secret refreshToken) {
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

    /**
     * What the exchange takes.
     *
     * @param redirectUri to the letter as in the authorization request
     * @param verifier whose SHA-256 was the request's code challenge
     * @param nonce of the request; empty where it was not made by us
     * @param asked the scopes of the request: granted, if the answer does not say otherwise (RFC 6749 section 5.1)
     */
    public record Presented(Secret code, URI redirectUri, Secret verifier, Optional<String> nonce, Set<String> asked) {}
}
