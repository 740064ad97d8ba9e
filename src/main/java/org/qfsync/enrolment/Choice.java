package org.qfsync.enrolment;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.qfsync.domain.Dataset;

/**
 * Something that a user may agree to, or agreed to.
 *
 * @param scope by which the authorization server knows it
 * @param words by which people do; empty for a scope that we ask nobody for
 */
record Choice(String scope, String words) {
    /** One for each of the scopes that lets us copy something: nothing else is asked for. */
    static List<Choice> among(Set<String> scopes) {
        return scopes.stream()
                .filter(scope -> covers(scope))
                .sorted()
                .map(Choice::of)
                .toList();
    }

    static Choice of(String scope) {
        return new Choice(
                scope,
                switch (scope) {
                    case "openid" -> "The number of your account, by which we tell you from others";
                    case "offline_access" -> "Access while you are away, until you withdraw it";
                    default -> wordsOfData(scope);
                });
    }

    private static String wordsOfData(String scope) {
        String words = Arrays.stream(Dataset.values())
                .filter(dataset -> isIn(scope, dataset))
                .map(Choice::words)
                .collect(Collectors.joining(", and "));
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1);
    }

    private static boolean covers(String scope) {
        return Arrays.stream(Dataset.values()).anyMatch(dataset -> isIn(scope, dataset));
    }

    private static boolean isIn(String scope, Dataset dataset) {
        return dataset.isUserData() && dataset.isCoveredBy(Set.of(scope));
    }

    private static String words(Dataset dataset) {
        return switch (dataset) {
            case COLLECTIONS -> "your collections: their names, and whether they are private";
            case COLLECTION_ITEMS -> "the verses that you put into them";
            case BOOKMARKS -> "your bookmarks: what you marked and when, and where you stopped reading";
            case NOTES -> "your notes: what you wrote, and the verses that it is about";
            case READING_SESSIONS -> "where you last read";
            case ACTIVITY_DAYS -> "how much you read on which day";
            case STREAKS -> "on how many days in a row you read";
            case GOAL_PLAN -> "your reading goals, and how far you are with them";
            case PREFERENCES -> "your settings: language, translations, reciter, and how pages look";
            case PROFILE -> "the number of your profile and since when you have it, and nothing else in it";
            default -> throw new IllegalArgumentException(dataset + " belongs to no user");
        };
    }
}
