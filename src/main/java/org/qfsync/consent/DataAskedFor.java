package org.qfsync.consent;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.qfsync.domain.Dataset;

/**
 * The kinds of data that users are asked for when they log in: those that are copied at all and that the scopes of a
 * login cover. A grant without one that nobody asked for lacks nothing.
 */
public record DataAskedFor(Set<Dataset> datasets) {
    public DataAskedFor {
        datasets = Collections.unmodifiableSet(new TreeSet<>(datasets));
    }

    /**
     * What is both.
     *
     * @param copied datasets that are switched on
     * @param scopes that a login asks for
     */
    public static DataAskedFor of(Set<Dataset> copied, Set<String> scopes) {
        return new DataAskedFor(
                copied.stream().filter(dataset -> dataset.isCoveredBy(scopes)).collect(Collectors.toSet()));
    }

    /** What a grant does not cover although it was asked for, in the order of {@link Dataset}. */
    public Set<Dataset> missingIn(Set<String> granted) {
        return datasets.stream()
                .filter(dataset -> !dataset.isCoveredBy(granted))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
