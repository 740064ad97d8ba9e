package org.qfsync.content;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.qfsync.domain.Settings;

/**
 * What Content Sync keeps in step, and how. Settings are named {@code qfsync.content.*}.
 *
 * @param filters one per group; each has a sync token of its own
 * @param perPage changes per page of the feed
 * @param maxSnapshotBytes largest snapshot that is taken, counted after decompression
 * @param snapshotTimeout for one snapshot, its body included
 */
public record ContentSyncProperties(
        List<ResourceFilter> filters, int perPage, long maxSnapshotBytes, Duration snapshotTimeout) {
    /** One English translation, one tafsir, one recitation. */
    static final String DEFAULT_RESOURCES = "translations:20;tafsirs:169;recitations:7";

    /** The most that the service allows. */
    private static final int MOST_PER_PAGE = 100;

    private static final int MEBIBYTE = 1024 * 1024;

    public ContentSyncProperties {
        filters = List.copyOf(filters);
    }

    /** Reads them; what is wrong is noted in the settings. */
    public static ContentSyncProperties from(Settings settings) {
        return new ContentSyncProperties(
                settings.parsed(
                        "qfsync.content.resources",
                        ResourceFilter.parse(DEFAULT_RESOURCES),
                        "a list of resources: expected group:id,id or group:*, joined by \";\", such as "
                                + DEFAULT_RESOURCES,
                        ResourceFilter::parse),
                settings.integer("qfsync.content.per-page", MOST_PER_PAGE, 1, MOST_PER_PAGE),
                settings.integer("qfsync.content.max-snapshot-bytes", 256 * MEBIBYTE, MEBIBYTE, Integer.MAX_VALUE),
                settings.duration("qfsync.content.snapshot-timeout", Duration.ofMinutes(5)));
    }

    /** The canonical filter over all groups, for people. */
    public String words() {
        return filters.stream().map(ResourceFilter::canonical).collect(Collectors.joining(";"));
    }
}
