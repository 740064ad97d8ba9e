package org.qfsync.report;

import java.util.List;
import java.util.Optional;
import org.qfsync.store.DatasetSummary;

/**
 * Two runs side by side.
 *
 * @param datasets each dataset that either of them came to
 * @param users users whose result is another one, by what it was and what it is
 */
public record RunDiff(RunHead before, RunHead after, List<DatasetPair> datasets, List<ChangedUsers> users) {
    public RunDiff {
        datasets = List.copyOf(datasets);
        users = List.copyOf(users);
    }

    /**
     * What both did to a dataset.
     *
     * @param before empty if the first run did not come to it
     * @param after empty if the second run did not come to it
     */
    public record DatasetPair(String dataset, Optional<DatasetSummary> before, Optional<DatasetSummary> after) {}

    /**
     * Users whose result changed in the same way.
     *
     * @param from DONE, or why not; "-" if the first run was not for them
     * @param to likewise of the second run
     * @param users how many
     * @param subs the first of them
     */
    public record ChangedUsers(String from, String to, long users, List<String> subs) {
        /** Names nobody. */
        @Override
        public String toString() {
            return "ChangedUsers[" + from + " -> " + to + ", " + users + "]";
        }
    }
}
