package org.qfsync.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.qfsync.domain.Secret;

/**
 * How long our client secret has been in use, so that somebody rotates it in time. It counts from the day on which the
 * server first accepted it from us: when it was issued, nobody tells. Thread-safe.
 */
public final class SecretAge {
    private final ClientSecret secret;
    private final SeenSecrets seen;
    private final Duration warnAfter;
    private final Clock clock;

    SecretAge(ClientSecret secret, SeenSecrets seen, Duration warnAfter, Clock clock) {
        this.secret = secret;
        this.seen = seen;
        this.warnAfter = warnAfter;
        this.clock = clock;
    }

    /**
     * Writes down that the secret is in use, once the server has accepted it in this process.
     *
     * @return its age; empty for a public client, and before the first token
     */
    public Optional<Age> note() {
        Optional<String> fingerprint = secret.lastAccepted().map(Secret::fingerprint);
        fingerprint.ifPresent(seen::note);
        return fingerprint.flatMap(this::age);
    }

    /** What to do about a secret in use that is too old; empty if nothing is. */
    public Optional<String> warning() {
        return secret.lastAccepted()
                .map(Secret::fingerprint)
                .flatMap(this::age)
                .filter(Age::due)
                .map(Age::words);
    }

    private Optional<Age> age(String fingerprint) {
        return seen.firstSeen(fingerprint).map(at -> {
            Duration age = Duration.between(at, clock.instant());
            return new Age(fingerprint, at, age, age.compareTo(warnAfter) >= 0);
        });
    }

    /**
     * Of one secret.
     *
     * @param fingerprint see {@link org.qfsync.domain.Fingerprint}
     * @param due true if it should be replaced
     */
    public record Age(String fingerprint, Instant firstSeenAt, Duration age, boolean due) {
        /** For people: which one, how old, and what to do if anything is to be done. */
        public String words() {
            String which = "client secret with fingerprint " + fingerprint + ", in use since "
                    + firstSeenAt.toString().substring(0, 10) + " (" + age.toDays() + " days)";
            return due
                    ? which + ": have Quran Foundation issue a new one, prove it with qfsync check"
                            + " --candidate-secret-file FILE, then put it in the place of the old one"
                    : which;
        }
    }
}
