package org.qfsync.token;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Secret;
import org.qfsync.domain.Settings;

/**
 * How tokens are refreshed and kept.
 *
 * @param deadline total time of one POST to the token endpoint
 * @param lease how long a claim on a grant stands; deadline, save and spill fit inside
 * @param backOffBase bound of the first wait after a failed refresh
 * @param backOffMax bound of every further one
 * @param keysetFile where the keyset is, created at first use
 * @param keyset the keyset itself, if it comes from the environment
 * @param spillDirectory where rotated tokens go while the database is away
 * @param custodyFile where this home remembers which database it works with
 * @param policy when they are replaced although they still stand
 */
public record TokenProperties(
        Duration deadline,
        Duration lease,
        Duration backOffBase,
        Duration backOffMax,
        Path keysetFile,
        Optional<Secret> keyset,
        Path spillDirectory,
        Path custodyFile,
        TokenPolicy policy) {
    private static final Duration SAVE_AND_SPILL = Duration.ofSeconds(5);

    /** Reads {@code qfsync.token.*} and {@code qfsync.keyset}, {@code qfsync.keyset-file}. */
    public static TokenProperties from(Settings settings, QfEnvironment environment, Path home) {
        Duration deadline = settings.duration("qfsync.token.deadline", Duration.ofSeconds(10));
        Duration lease = settings.duration("qfsync.token.lease", Duration.ofSeconds(25));
        if (lease.compareTo(deadline.plus(SAVE_AND_SPILL)) < 0) {
            settings.violation("QFSYNC_TOKEN_LEASE: must be at least " + SAVE_AND_SPILL.toSeconds()
                    + "s longer than QFSYNC_TOKEN_DEADLINE, so that a refresh ends inside its lease");
        }
        return new TokenProperties(
                deadline,
                lease,
                settings.duration("qfsync.token.back-off-base", Duration.ofSeconds(30)),
                settings.duration("qfsync.token.back-off-max", Duration.ofHours(1)),
                settings.parsed(
                        "qfsync.keyset-file", home.resolve("keyset-" + environment.id() + ".json"), "a path", Path::of),
                settings.text("qfsync.keyset").map(Secret::new),
                home.resolve("spill-" + environment.id()),
                home.resolve("custody-" + environment.id() + ".json"),
                TokenPolicy.from(settings));
    }
}
