package org.qfsync.job;

import java.util.Optional;
import java.util.Set;
import org.qfsync.domain.Dataset;

/**
 * What of an earlier run is to be done again. Only what it left open is, and nobody has finished since; several
 * conditions narrow each other down, none means all that failed.
 *
 * @param run its number; empty for the latest
 * @param step only what belongs to this step of the job; empty for all
 * @param datasets only these; empty for all
 * @param users only these, by their {@code sub}; empty for all
 * @param cause only what was left open for this reason, an error code; empty for all
 * @param doing what is being done, in words for whoever finds the lease taken
 */
public record Rerun(
        Optional<Long> run,
        Optional<String> step,
        Set<Dataset> datasets,
        Set<String> users,
        Optional<String> cause,
        String doing) {
    public Rerun {
        datasets = Set.copyOf(datasets);
        users = Set.copyOf(users);
    }

    /** All that failed in that run; of one that did not come to its end, all that is left. */
    public static Rerun ofFailed(Optional<Long> run, String doing) {
        return new Rerun(run, Optional.empty(), Set.of(), Set.of(), Optional.empty(), doing);
    }

    /** What that run left open for that reason. */
    public static Rerun ofCause(long run, String cause, String doing) {
        return new Rerun(Optional.of(run), Optional.empty(), Set.of(), Set.of(), Optional.of(cause), doing);
    }

    /** These users, if that run left them open. */
    public static Rerun ofUsers(long run, Set<String> users, String doing) {
        return new Rerun(Optional.of(run), Optional.empty(), Set.of(), users, Optional.empty(), doing);
    }

    boolean isUnconditional() {
        return step.isEmpty() && datasets.isEmpty() && users.isEmpty() && cause.isEmpty();
    }

    /** Says how many users and not who. */
    @Override
    public String toString() {
        return "Rerun[" + run + ", " + step + ", " + datasets + ", " + users.size() + " users, " + cause + "]";
    }
}
