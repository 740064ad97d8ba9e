package org.qfsync.analytics;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What somebody may have meant who mistyped a name. */
final class Suggestions {
    private Suggestions() {}

    /** {@code did you mean "saves"?}, if one of the names is near enough. */
    static Optional<String> didYouMean(String typed, Collection<String> names) {
        return nearest(typed, names).map(name -> "did you mean " + name + "?");
    }

    /** The name that the fewest changes lead to, at most two or a third of its letters; or the first that holds what was typed. */
    static Optional<String> nearest(String typed, Collection<String> names) {
        return names.stream()
                .filter(name -> distance(typed, name) <= Math.max(2, name.length() / 3))
                .min(Comparator.comparingInt(name -> distance(typed, name)))
                .or(() -> typed.length() < 3
                        ? Optional.empty()
                        : names.stream().filter(name -> name.contains(typed)).findFirst());
    }

    /** How many letters must be put in, left out or replaced (Levenshtein). */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(replaced, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[b.length()];
    }
}
