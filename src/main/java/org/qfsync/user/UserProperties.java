package org.qfsync.user;

import java.util.Locale;
import java.util.Set;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Settings;

/**
 * What of a user's data is asked for, and how.
 *
 * @param mushafId the mushaf whose page and verse numbering bookmarks are asked in
 * @param fullEvery in how many nights everything of a user is listed once, whether it looks changed or not
 * @param syncFeed true if the feed of mutations is asked, where the grant allows it; only pre-live has one
 */
public record UserProperties(int mushafId, int fullEvery, boolean syncFeed) {
    /** The mushafs that the User APIs know. */
    private static final Set<Integer> MUSHAFS = Set.of(1, 2, 3, 4, 5, 6, 7, 11, 19);

    private static final int UTHMANI_HAFS = 4;
    private static final int WEEKLY = 7;
    private static final int MOST_NIGHTS = 30;

    /**
     * Reads {@code qfsync.user.mushaf-id}, {@code qfsync.user.full-every} and {@code qfsync.user.sync-feed}.
     *
     * @param environment that is spoken to; {@code QF_ENV} tells what an overridden one stands for
     */
    public static UserProperties from(Settings settings, QfEnvironment environment) {
        int mushafId = settings.parsed(
                "qfsync.user.mushaf-id",
                UTHMANI_HAFS,
                "a mushaf: expected one of 1, 2, 3, 4, 5, 6, 7, 11, 19",
                value -> {
                    Integer id = Integer.valueOf(value);
                    if (!MUSHAFS.contains(id)) {
                        throw new IllegalArgumentException("no such mushaf");
                    }
                    return id;
                });
        boolean wanted = settings.parsed(
                "qfsync.user.sync-feed",
                true,
                "expected \"auto\" or \"never\"",
                value -> switch (value.toLowerCase(Locale.ROOT)) {
                    case "auto" -> true;
                    case "never" -> false;
                    default -> throw new IllegalArgumentException("no such word");
                });
        return new UserProperties(
                mushafId,
                settings.integer("qfsync.user.full-every", WEEKLY, 1, MOST_NIGHTS),
                wanted && hasSyncFeed(settings, environment));
    }

    /** Production never has it, nor does what stands for production behind other URLs. */
    private static boolean hasSyncFeed(Settings settings, QfEnvironment environment) {
        return environment != QfEnvironment.PRODUCTION
                && !settings.text("qf.env").map(QfEnvironment.PRODUCTION.id()::equals).orElse(false);
    }
}
