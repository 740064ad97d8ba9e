package org.qfsync.sandbox;

import java.util.Optional;
import java.util.Set;

/**
 * An authorization request that was found in order (RFC 6749 §4.1.1, RFC 7636 §4.3, OpenID Connect Core §3.1.2.1).
 *
 * @param client number of the client
 * @param redirectUri where the answer goes
 * @param scopes what is asked for
 * @param state to be given back
 * @param nonce to be put into the ID token
 * @param challenge S256 of the verifier
 * @param loginHint whom the client expects
 */
record AuthorizationRequest(
        int client,
        String redirectUri,
        Set<String> scopes,
        String state,
        Optional<String> nonce,
        Optional<String> challenge,
        Optional<String> loginHint) {}
