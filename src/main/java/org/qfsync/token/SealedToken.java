package org.qfsync.token;

/** An encrypted token; only {@link TokenSealer} opens it. Immutable. */
public final class SealedToken {
    private final byte[] ciphertext;

    SealedToken(byte[] ciphertext) {
        this.ciphertext = ciphertext.clone();
    }

    byte[] ciphertext() {
        return ciphertext.clone();
    }

    @Override
    public String toString() {
        return "SealedToken[" + ciphertext.length + " bytes]";
    }
}
