package org.qfsync.content;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.qfsync.domain.Settings;

/**
 * What content of the regular endpoints is asked for, and how often.
 *
 * @param refreshAfter how old a complete listing may be before it is fetched again
 * @param languages in which to ask what QF tells about each chapter, as ISO 639 codes; may be empty
 */
public record ContentProperties(Duration refreshAfter, List<String> languages) {
    private static final Duration THREE_DAYS = Duration.ofDays(3);
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");
    private static final String NONE = "none";

    public ContentProperties {
        languages = List.copyOf(languages);
    }

    /**
     * Reads {@code qfsync.content.refresh-after} and {@code qfsync.content.languages}. Between six days and the end of
     * the week that content may be kept there is one night left to fetch it, so that more is not allowed.
     */
    public static ContentProperties from(Settings settings) {
        return new ContentProperties(
                settings.duration("qfsync.content.refresh-after", THREE_DAYS, Duration.ZERO, Duration.ofDays(6)),
                settings.parsed(
                        "qfsync.content.languages",
                        List.of("en"),
                        "a list of ISO 639 codes such as \"en,de\", or \"none\"",
                        ContentProperties::languages));
    }

    private static List<String> languages(String list) {
        if (list.equals(NONE)) {
            return List.of();
        }
        List<String> languages =
                Arrays.stream(list.split(",", -1)).map(String::strip).distinct().toList();
        if (!languages.stream().allMatch(language -> LANGUAGE.matcher(language).matches())) {
            throw new IllegalArgumentException("no such code");
        }
        return languages;
    }
}
