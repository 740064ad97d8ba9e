package org.qfsync.token;

import java.io.IOException;
import java.util.Optional;
import org.qfsync.domain.Secret;

/**
 * Where the keyset is kept. {@link Keyset} loads it once at start and works from memory from then on: a source that
 * fails later disturbs neither sealing nor opening. It is asked again only when {@link #version()} changes.
 *
 * <p>There are two: a file, and an environment variable. A keyset that a key management service keeps wrapped would be
 * a third: {@code load} fetches the wrapped keyset from where it is stored and has the service unwrap it, one call per
 * start; {@code version} names the stored wrapped bytes, without a call; {@code save} has the service wrap the new
 * keyset and stores the result in place of the expected one. Nothing else would have to change.
 *
 * <p>Implementations are thread-safe.
 */
public interface KeysetSource {
    /** What is there, for one who expects that there is nothing. */
    Optional<Secret> NOTHING = Optional.empty();

    /** The source that is configured. */
    static KeysetSource of(TokenProperties properties) {
        return properties.keyset().isPresent()
                ? new KeysetVariable(properties.keyset().get())
                : new KeysetFile(properties.keysetFile());
    }

    /** Where that is, in words for operators; nothing of the keyset itself. */
    String location();

    /**
     * The keyset in the clear, as Tink writes it in JSON.
     *
     * @return empty if there is none
     * @throws IOException if it cannot be read now
     * @throws org.qfsync.domain.InvalidSettingsException if it must not be used as it is
     */
    Optional<Secret> load() throws IOException;

    /** Something that changes when the keyset may have changed. Asked before each seal: cheap, local, never fails. */
    String version();

    /** True if {@link #save} can change it; otherwise an operator has to. */
    boolean isWritable();

    /**
     * Puts a keyset in place of the expected one, durably, so that at no moment there is none or half of one.
     *
     * @param expected what was loaded; empty if there was none
     * @return false if something else is there by now, which stays
     */
    boolean save(Optional<Secret> expected, Secret next) throws IOException;
}
