package org.qfsync.domain;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of everything a run is asked for. What is not selected is not asked for, and what is known of it stays as it is.
 *
 * @param only the datasets; empty means all of them, but where users are named only those of users
 * @param users the users by their {@code sub}; empty means all of them
 * @param full true if listings are to be complete where less would do
 */
public record Selection(Set<Dataset> only, Set<String> users, boolean full) {
    /** The word for all datasets of QF content. */
    public static final String CONTENT = "content";

    /** The word for all datasets of users. */
    public static final String USERS = "users";

    private static final Selection ALL = new Selection(Set.of(), Set.of(), false);

    public Selection {
        Set<Dataset> datasets = EnumSet.noneOf(Dataset.class);
        datasets.addAll(only.isEmpty() && !users.isEmpty() ? of(true) : only);
        only = Collections.unmodifiableSet(datasets);
        users = Collections.unmodifiableSet(new TreeSet<>(users));
    }

    /** All datasets of that kind: of users, or of content. */
    public static Set<Dataset> of(boolean userData) {
        return Arrays.stream(Dataset.values())
                .filter(dataset -> dataset.isUserData() == userData)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Dataset.class)));
    }

    /** The datasets that a word stands for: the id of one, or the word for a kind; empty if for none. */
    public static Optional<Set<Dataset>> named(String word) {
        if (word.equals(CONTENT) || word.equals(USERS)) {
            return Optional.of(of(word.equals(USERS)));
        }
        return Arrays.stream(Dataset.values())
                .filter(dataset -> dataset.id().equals(word))
                .findFirst()
                .map(EnumSet::of);
    }

    /** All words that {@link #named} knows: both kinds, then each dataset. */
    public static List<String> words() {
        return Stream.concat(
                        Stream.of(CONTENT, USERS),
                        Arrays.stream(Dataset.values()).map(Dataset::id))
                .toList();
    }

    /** Everything, as far as it has to be asked for. */
    public static Selection all() {
        return ALL;
    }

    public boolean covers(Dataset dataset) {
        return only.isEmpty() || only.contains(dataset);
    }

    /** True if it covers any dataset of that kind: of users, or of content. */
    public boolean coversAny(boolean userData) {
        return only.isEmpty() || only.stream().anyMatch(dataset -> dataset.isUserData() == userData);
    }

    public boolean coversUser(String sub) {
        return users.isEmpty() || users.contains(sub);
    }

    /** True if it leaves nothing out, however thoroughly it asks. */
    public boolean isEverything() {
        return only.isEmpty() && users.isEmpty();
    }

    /** Says how many users and not who. */
    @Override
    public String toString() {
        return "Selection[only=" + only + ", " + users.size() + " users, full=" + full + "]";
    }
}
