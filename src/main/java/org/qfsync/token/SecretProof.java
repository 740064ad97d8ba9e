package org.qfsync.token;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.qfsync.domain.InvalidSettingsException;
import org.qfsync.domain.KnownFailure;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;
import org.qfsync.domain.TransientException;
import org.qfsync.token.TokenAnswer.Refusal;

/**
 * Proves a client secret before it takes the place of the one in use: one client credentials request (RFC 6749 section
 * 4.4), whose token is thrown away. It needs no database and touches nothing that is kept. Thread-safe.
 */
public final class SecretProof {
    private final ClientProperties client;
    private final feign.Client transport;
    private final Clock clock;

    /**
     * For one client.
     *
     * @param transport must not retry, redirect or reuse connections
     */
    public SecretProof(ClientProperties client, feign.Client transport, Clock clock) {
        this.client = client;
        this.transport = transport;
        this.clock = clock;
    }

    /**
     * Presents the secret in the file.
     *
     * @throws InvalidSettingsException if there is none in it, or our client has none
     * @throws SyncException if the server refused it, or did not say
     */
    public Proved prove(Path file) {
        if (client.type() == ClientType.PUBLIC) {
            throw new InvalidSettingsException(List.of("A public client (QF_CLIENT_TYPE=public) has no secret, so that"
                    + " there is nothing to prove; set QF_CLIENT_TYPE=confidential if this one has"));
        }
        SecretFile.Content content = read(file);
        Secret candidate = content.secret();
        TokenAnswer answer = ask(candidate);
        if (answer instanceof TokenAnswer.Issued) {
            return proved(content, Optional.empty());
        }
        Refusal refusal = TokenFailures.refusalOf(answer);
        if (isRefusedForAnotherReason(answer, refusal)) {
            return proved(content, KnownFailure.of(refusal.code()).map(KnownFailure::meaning));
        }
        throw failure(candidate, answer, refusal);
    }

    private static SecretFile.Content read(Path file) {
        try {
            return SecretFile.read(file)
                    .orElseThrow(() ->
                            new InvalidSettingsException(List.of("The candidate secret file " + file + " is empty")));
        } catch (IOException e) {
            throw new InvalidSettingsException(List.of("Cannot read the candidate secret file " + file));
        }
    }

    private TokenAnswer ask(Secret candidate) {
        ClientProperties asCandidate =
                new ClientProperties(client.endpoints(), client.clientId(), client.type(), Optional.of(candidate));
        return new TokenClient(asCandidate, new ClientSecret(asCandidate), transport, clock)
                .clientCredentials(ContentTokens.SCOPE);
    }

    /** The server knows by the secret who we are, and refuses this client that kind of token (RFC 6749 section 5.2). */
    private static boolean isRefusedForAnotherReason(TokenAnswer answer, Refusal refusal) {
        return answer instanceof TokenAnswer.ClientRefused
                && (refusal.code().equals("unauthorized_client")
                        || refusal.code().equals("invalid_scope"));
    }

    private Proved proved(SecretFile.Content content, Optional<String> but) {
        Secret candidate = content.secret();
        boolean inUse =
                new ClientSecret(client).current().filter(candidate::equals).isPresent();
        return new Proved(candidate.fingerprint(), content.trimmed(), inUse, but);
    }

    private static SyncException failure(Secret candidate, TokenAnswer answer, Refusal refusal) {
        String which = "The candidate secret (fingerprint " + candidate.fingerprint() + ") ";
        String hint = "Nothing was changed. " + TokenFailures.clientHint(refusal.code());
        if (answer instanceof TokenAnswer.ClientRefused || answer instanceof TokenAnswer.Declined) {
            return new SystemicException(
                    which + "was refused: " + refusal.summary(), refusal.code(), refusal.status(), hint, null);
        }
        return new TransientException(
                which + "could not be proved: " + refusal.summary(), refusal.code(), refusal.status(), hint, null);
    }

    /**
     * A secret that the server knows.
     *
     * @param trimmed true if surrounding whitespace was left out
     * @param inUse true if it is the one that the configuration names already
     * @param but what else the server had to say; empty if it issued a token
     */
    public record Proved(String fingerprint, boolean trimmed, boolean inUse, Optional<String> but) {}
}
