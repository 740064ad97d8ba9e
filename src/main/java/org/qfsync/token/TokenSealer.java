package org.qfsync.token;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SystemicException;

/**
 * Seals and opens stored tokens with authenticated encryption. The associated data names the row, the column and the
 * generation, so that a ciphertext moved anywhere else does not open. Thread-safe.
 */
final class TokenSealer {
    /** Which of a grant's tokens. */
    enum Column {
        REFRESH_TOKEN,
        ACCESS_TOKEN
    }

    private final Aead aead;
    private final QfEnvironment environment;
    private final Runnable requireOwnKeys;

    TokenSealer(Aead aead, QfEnvironment environment) {
        this(aead, environment, () -> {});
    }

    /** @param requireOwnKeys throws if the keys are no longer those of the database; asked only before a token is had */
    TokenSealer(Aead aead, QfEnvironment environment, Runnable requireOwnKeys) {
        this.aead = aead;
        this.environment = environment;
        this.requireOwnKeys = requireOwnKeys;
    }

    SealedToken seal(Secret token, String clientId, String sub, Column column, long generation) {
        try {
            return new SealedToken(aead.encrypt(
                    token.reveal().getBytes(StandardCharsets.UTF_8),
                    associatedData(clientId, sub, column, generation)));
        } catch (GeneralSecurityException e) {
            throw unusable("seal", sub, e);
        }
    }

    /**
     * Opens it.
     *
     * @throws PermanentException if it was sealed with other keys, or for another row, column or generation. That the
     *     database's keyset as a whole is the right one is proved at start: this is about one row, and must not stop
     *     all others
     */
    Secret open(SealedToken sealed, String clientId, String sub, Column column, long generation) {
        try {
            byte[] plaintext = aead.decrypt(sealed.ciphertext(), associatedData(clientId, sub, column, generation));
            return new Secret(new String(plaintext, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new PermanentException(
                    "Cannot open a stored token of user " + Fingerprint.of(sub) + " with this keyset",
                    "token_unreadable",
                    null,
                    "The row was altered, or sealed with a key that is no longer in the keyset: restore the one or the "
                            + "other, or import a new consent with: qfsync users import FILE. No grant was changed.",
                    e);
        }
    }

    /**
     * Proves that what the server is about to issue can be sealed and read back, by this and every other process, before
     * a rotation makes it precious. Asks the database; to be called with no answer in hand that a failure would lose.
     */
    void proveUsable(String clientId, String sub) {
        requireOwnKeys.run();
        Secret probe = new Secret("probe");
        SealedToken sealed = seal(probe, clientId, sub, Column.REFRESH_TOKEN, -1);
        try {
            if (open(sealed, clientId, sub, Column.REFRESH_TOKEN, -1).equals(probe)) {
                return;
            }
        } catch (PermanentException e) {
            throw unusable("verify", sub, e);
        }
        throw unusable("verify", sub, new GeneralSecurityException("read back something else"));
    }

    private byte[] associatedData(String clientId, String sub, Column column, long generation) {
        return String.join(
                        "|",
                        "v1",
                        environment.id(),
                        unambiguous(clientId),
                        unambiguous(sub),
                        column.name(),
                        Long.toString(generation))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Two rows never share their associated data, even if an id holds the separator. */
    private static String unambiguous(String id) {
        return id.replace("%", "%25").replace("|", "%7C");
    }

    private static SystemicException unusable(String what, String sub, Exception cause) {
        return new SystemicException(
                "Cannot " + what + " a token of user " + Fingerprint.of(sub) + " with this keyset",
                "keyset_mismatch",
                null,
                "Restore the keyset this database was sealed with; no grant was changed.",
                cause);
    }
}
