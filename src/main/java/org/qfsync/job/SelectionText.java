package org.qfsync.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.Selection;

/**
 * A selection as {@code ops.run} has it: in words that say all but who the users are, because a user who is erased must
 * leave no name there.
 */
final class SelectionText {
    private static final String DATASETS = "datasets: ";
    private static final String USERS = "users: ";
    private static final String FULL = "full";
    private static final String BETWEEN = "; ";

    private SelectionText() {}

    /** The text; null for everything. */
    static @Nullable String of(Selection selection) {
        List<String> parts = new ArrayList<>();
        if (!selection.only().isEmpty()) {
            parts.add(DATASETS + words(selection.only()));
        }
        if (!selection.users().isEmpty()) {
            parts.add(USERS + selection.users().size());
        }
        if (selection.full()) {
            parts.add(FULL);
        }
        return parts.isEmpty() ? null : String.join(BETWEEN, parts);
    }

    /** The word for all datasets of users comes first, whatever else there is: {@link OpenWork} goes by it. */
    private static String words(Set<Dataset> datasets) {
        Set<Dataset> others = EnumSet.copyOf(datasets);
        List<String> words = new ArrayList<>();
        for (String kind : List.of(Selection.USERS, Selection.CONTENT)) {
            Set<Dataset> all = Selection.of(kind.equals(Selection.USERS));
            if (others.containsAll(all)) {
                others.removeAll(all);
                words.add(kind);
            }
        }
        others.forEach(other -> words.add(other.id()));
        return String.join(", ", words);
    }

    /** The selection, as far as the text tells it: without its users. */
    static Selection read(@Nullable String text) {
        Set<Dataset> only = EnumSet.noneOf(Dataset.class);
        for (String part : parts(text)) {
            if (part.startsWith(DATASETS)) {
                Arrays.stream(part.substring(DATASETS.length()).split(", ", -1))
                        .forEach(word -> only.addAll(Selection.named(word).orElse(Set.of())));
            }
        }
        return new Selection(only, Set.of(), parts(text).contains(FULL));
    }

    private static List<String> parts(@Nullable String text) {
        return text == null ? List.of() : List.of(text.split(BETWEEN, -1));
    }
}
