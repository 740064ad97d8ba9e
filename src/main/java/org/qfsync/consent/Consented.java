package org.qfsync.consent;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.qfsync.domain.Dataset;

/**
 * A consent that was given and is stored.
 *
 * @param sub the user
 * @param granted what they granted
 * @param missing what was asked for and is not covered by it
 */
public record Consented(String sub, Set<String> granted, Set<String> missing) {
    static Consented of(String sub, Collection<String> asked, Set<String> granted) {
        Set<String> missing = asked.stream()
                .filter(scope -> !isCovered(scope, granted))
                .collect(Collectors.toCollection(TreeSet::new));
        return new Consented(sub, new TreeSet<>(granted), missing);
    }

    /** The kinds of user data that were asked for and that these scopes do not let us read. */
    public Set<Dataset> datasetsOff() {
        return Arrays.stream(Dataset.values())
                .filter(dataset -> dataset.isCoveredBy(missing) && !dataset.isCoveredBy(granted))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A parent covers its children: {@code user} covers {@code user.profile.read}. */
    private static boolean isCovered(String scope, Set<String> granted) {
        for (String name = scope; ; name = name.substring(0, name.lastIndexOf('.'))) {
            if (granted.contains(name)) {
                return true;
            }
            if (name.lastIndexOf('.') < 0) {
                return false;
            }
        }
    }
}
