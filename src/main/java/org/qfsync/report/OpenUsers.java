package org.qfsync.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.qfsync.domain.KnownFailure;

/**
 * Users of a run that were left open for the same reason.
 *
 * @param failed true if the next pass repeats them; false if they wait for themselves or an operator
 * @param errorClass stable word for the reason
 * @param httpStatus of the answer that was the reason
 * @param dataset that it concerns; empty for the whole user
 * @param hint what to do
 * @param users how many
 * @param subs the first of them
 */
public record OpenUsers(
        boolean failed,
        String errorClass,
        Optional<Integer> httpStatus,
        Optional<String> dataset,
        String hint,
        long users,
        List<String> subs) {
    /** The reason in a few words. */
    public String cause() {
        return cause(errorClass, httpStatus, dataset);
    }

    private Optional<KnownFailure> known() {
        return KnownFailure.of(errorClass);
    }

    /**
     * One group for one cause: a refused grant is called by several names, and with or without the status of an answer
     * that came nights ago. The name that most users have stands for all.
     */
    static List<OpenUsers> merged(List<OpenUsers> groups) {
        Map<Cause, OpenUsers> byCause = new LinkedHashMap<>();
        groups.forEach(group -> byCause.merge(Cause.of(group), group, OpenUsers::with));
        List<OpenUsers> merged = new ArrayList<>(byCause.values());
        merged.sort(Comparator.comparing(OpenUsers::failed)
                .reversed()
                .thenComparing(Comparator.comparing(OpenUsers::users).reversed()));
        return merged;
    }

    private OpenUsers with(OpenUsers other) {
        OpenUsers named = users >= other.users ? this : other;
        return new OpenUsers(
                failed,
                named.errorClass,
                named.httpStatus.or(() -> httpStatus).or(() -> other.httpStatus),
                dataset,
                hint,
                users + other.users,
                Stream.concat(subs.stream(), other.subs.stream()).sorted().toList());
    }

    /** What groups are the same by. */
    private record Cause(
            boolean failed, Optional<KnownFailure> known, String other, Optional<String> dataset, String hint) {
        static Cause of(OpenUsers group) {
            String status = group.httpStatus.map(String::valueOf).orElse("");
            boolean consent = group.known()
                    .filter(row -> row == KnownFailure.INVALID_GRANT)
                    .isPresent();
            return new Cause(
                    group.failed,
                    group.known(),
                    consent ? "" : group.errorClass + " " + status,
                    group.dataset,
                    group.hint);
        }
    }

    static String cause(String errorClass, Optional<Integer> httpStatus, Optional<String> dataset) {
        return errorClass
                + httpStatus.map(status -> " (HTTP " + status + ")").orElse("")
                + dataset.map(name -> ", " + name).orElse("");
    }
}
