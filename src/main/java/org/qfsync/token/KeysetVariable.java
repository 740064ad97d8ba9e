package org.qfsync.token;

import java.util.Optional;
import org.qfsync.domain.Secret;

/** The keyset of an environment variable: good for the life of the process, and changed only by who starts it. */
final class KeysetVariable implements KeysetSource {
    static final String NAME = "QFSYNC_KEYSET";

    private final Secret keyset;

    KeysetVariable(Secret keyset) {
        this.keyset = keyset;
    }

    @Override
    public String location() {
        return NAME;
    }

    @Override
    public Optional<Secret> load() {
        return Optional.of(keyset);
    }

    @Override
    public String version() {
        return NAME;
    }

    @Override
    public boolean isWritable() {
        return false;
    }

    @Override
    public boolean save(Optional<Secret> expected, Secret next) {
        throw new UnsupportedOperationException("a process cannot change the environment it was started with");
    }
}
