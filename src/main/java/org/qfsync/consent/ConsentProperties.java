package org.qfsync.consent;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.qfsync.domain.Settings;

/**
 * How consents end, and where they begin again.
 *
 * @param eraseAfter how long after a withdrawal the user's data is deleted for good; zero for the next run
 * @param enrolment where users consent by themselves; empty if there is no such place
 */
public record ConsentProperties(Duration eraseAfter, Optional<URI> enrolment) {
    /** Quran Foundation's terms demand that data is deleted within 30 days of a request. */
    private static final Duration LATEST = Duration.ofDays(30);

    /** Reads {@code qfsync.consent.erase-after} and {@code qfsync.enrolment.base-url}. */
    public static ConsentProperties from(Settings settings) {
        return new ConsentProperties(
                settings.duration("qfsync.consent.erase-after", LATEST, Duration.ZERO, LATEST),
                settings.baseUrl("qfsync.enrolment.base-url"));
    }

    /** The page at which a user consents (again). */
    public Optional<URI> connectPage() {
        return enrolment.map(base -> base.resolve("/connect"));
    }
}
