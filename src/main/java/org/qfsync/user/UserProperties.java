package org.qfsync.user;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Settings;

/**
 * What of a user's data is asked for. Settings are named {@code qfsync.user.*}.
 *
 * @param mushafId the mushaf whose page and verse numbering bookmarks and goals are asked in
 * @param datasets of users; one that is not among them is left alone, whatever a grant covers
 * @param activityTypes of activity days, each listed by itself; empty for one listing of whatever the service gives
 * @param timeZone in which the service reckons streaks and today's plan
 * @param fullEvery in how many nights everything of a user is listed once, whether it looks changed or not
 * @param syncFeed true if the feed of mutations is asked, where the grant allows it; only pre-live has one
 */
public record UserProperties(
        int mushafId,
        Set<Dataset> datasets,
        List<String> activityTypes,
        ZoneId timeZone,
        int fullEvery,
        boolean syncFeed) {
    /** The mushafs that the User APIs know. */
    private static final Set<Integer> MUSHAFS = Set.of(1, 2, 3, 4, 5, 6, 7, 11, 19);

    private static final int UTHMANI_HAFS = 4;
    private static final int WEEKLY = 7;
    private static final int MOST_NIGHTS = 30;

    public UserProperties {
        datasets = Collections.unmodifiableSet(EnumSet.copyOf(datasets));
        activityTypes = List.copyOf(activityTypes);
    }

    /** What is asked for unless the operator says otherwise: everything but profiles, which tell who a user is. */
    public static UserProperties defaults() {
        return new UserProperties(UTHMANI_HAFS, defaultDatasets(), List.of(), ZoneOffset.UTC, WEEKLY, true);
    }

    private static Set<Dataset> defaultDatasets() {
        return Arrays.stream(Dataset.values())
                .filter(dataset -> dataset.isUserData() && dataset != Dataset.PROFILE)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Dataset.class)));
    }

    /**
     * Reads them; what is wrong is noted in the settings.
     *
     * @param environment that is spoken to; where it is overridden, {@code QF_ENV} tells what it stands for
     */
    public static UserProperties from(Settings settings, QfEnvironment environment) {
        UserProperties defaults = defaults();
        return new UserProperties(
                settings.parsed(
                        "qfsync.user.mushaf-id",
                        defaults.mushafId(),
                        "a mushaf: expected one of 1, 2, 3, 4, 5, 6, 7, 11, 19",
                        UserProperties::mushaf),
                settings.parsed(
                        "qfsync.user.datasets",
                        defaults.datasets(),
                        "a list of users' datasets such as collections,collection_items,bookmarks,notes",
                        UserProperties::datasets),
                settings.parsed(
                        "qfsync.user.activity-types",
                        defaults.activityTypes(),
                        "a list of types of activity such as QURAN,LESSON",
                        UserProperties::types),
                settings.parsed(
                        "qfsync.user.time-zone",
                        defaults.timeZone(),
                        "a time zone such as UTC or Asia/Riyadh",
                        ZoneId::of),
                settings.integer("qfsync.user.full-every", defaults.fullEvery(), 1, MOST_NIGHTS),
                settings.parsed("qfsync.user.sync-feed", true, "\"auto\" or \"never\"", UserProperties::syncFeed)
                        && hasSyncFeed(settings, environment));
    }

    private static Boolean syncFeed(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "auto" -> true;
            case "never" -> false;
            default -> throw new IllegalArgumentException("no such word");
        };
    }

    /** Pre-live alone has it; another service only if it is expressly said to stand for pre-live. */
    private static boolean hasSyncFeed(Settings settings, QfEnvironment environment) {
        return switch (environment) {
            case PRELIVE -> true;
            case PRODUCTION -> false;
            case SANDBOX ->
                settings.text("qf.env")
                        .filter(QfEnvironment.PRELIVE.id()::equals)
                        .isPresent();
        };
    }

    private static Integer mushaf(String value) {
        Integer id = Integer.valueOf(value);
        if (!MUSHAFS.contains(id)) {
            throw new IllegalArgumentException("no such mushaf");
        }
        return id;
    }

    private static Set<Dataset> datasets(String value) {
        Set<Dataset> datasets = EnumSet.noneOf(Dataset.class);
        for (String word : words(value)) {
            Dataset dataset = Dataset.valueOf(word.toUpperCase(Locale.ROOT));
            if (!dataset.isUserData()) {
                throw new IllegalArgumentException("not of users");
            }
            datasets.add(dataset);
        }
        return datasets;
    }

    private static List<String> types(String value) {
        List<String> types = words(value);
        if (!types.stream().allMatch(type -> type.matches("[A-Z_]+"))) {
            throw new IllegalArgumentException("not types");
        }
        return types;
    }

    private static List<String> words(String value) {
        List<String> words = Arrays.stream(value.split("[\\s,]+"))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
        if (words.isEmpty()) {
            throw new IllegalArgumentException("empty");
        }
        return words;
    }
}
