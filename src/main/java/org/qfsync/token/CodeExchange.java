package org.qfsync.token;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;
import org.qfsync.http.Pace;

/**
 * Turns an authorization code into a grant (RFC 6749 section 4.1.3 with PKCE, RFC 7636): one POST, never repeated,
 * because a code is good for one. Thread-safe.
 */
public final class CodeExchange {
    /** How the message of each failure begins. */
    public static final String FAILED = "Failed to exchange authorization code for tokens";

    private static final String NO_SECRET = "Client secret is required for confidential client token exchange";

    private final ClientProperties client;
    private final TokenClient tokenClient;
    private final GrantProof proof;
    private final Pace pace;
    private final Clock clock;

    CodeExchange(ClientProperties client, TokenClient tokenClient, GrantProof proof, Pace pace, Clock clock) {
        this.client = client;
        this.tokenClient = tokenClient;
        this.proof = proof;
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
        return proof.prove(FAILED, issued(presented), presented.nonce, presented.asked, startedAt);
    }

    /**
     * Exchanges a code for nothing but the name of its user; no grant is kept, and none that stands is touched.
     *
     * @return the user, from a verified ID token
     * @throws SyncException as {@link #exchange}
     */
    public String identify(Presented presented) {
        return proof.user(FAILED, issued(presented), presented.nonce);
    }

    private TokenAnswer.Issued issued(Presented presented) {
        requireSecret(client);
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

    /**
     * Gives back a grant that could not be stored, as well as that goes: a token that nobody keeps should not stay good
     * for a month.
     */
    public void discard(ProvedGrant grant) {
        proof.discard(grant.refreshToken());
    }

    /** A confidential client that has no secret asks nothing: the answer is known. */
    static void requireSecret(ClientProperties client) {
        if (client.type() == ClientType.CONFIDENTIAL && client.secret().isEmpty()) {
            throw new SystemicException(
                    NO_SECRET,
                    "client_secret_missing",
                    null,
                    "Set QF_CLIENT_SECRET or QF_CLIENT_SECRET_FILE, or QF_CLIENT_TYPE=public for a client that was"
                            + " registered without a secret. Then start again.",
                    null);
        }
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
