package org.qfsync.user;

import java.util.Set;
import org.qfsync.domain.Settings;

/**
 * What of a user's data is asked for.
 *
 * @param mushafId the mushaf whose page and verse numbering bookmarks are asked in
 */
public record UserProperties(int mushafId) {
    /** The mushafs that the User APIs know. */
    private static final Set<Integer> MUSHAFS = Set.of(1, 2, 3, 4, 5, 6, 7, 11, 19);

    private static final int UTHMANI_HAFS = 4;

    /** Reads {@code qfsync.user.mushaf-id}. */
    public static UserProperties from(Settings settings) {
        return new UserProperties(settings.parsed(
                "qfsync.user.mushaf-id",
                UTHMANI_HAFS,
                "a mushaf: expected one of 1, 2, 3, 4, 5, 6, 7, 11, 19",
                value -> {
                    Integer id = Integer.valueOf(value);
                    if (!MUSHAFS.contains(id)) {
                        throw new IllegalArgumentException("no such mushaf");
                    }
                    return id;
                }));
    }
}
