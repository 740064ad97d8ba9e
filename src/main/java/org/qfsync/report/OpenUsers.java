package org.qfsync.report;

import java.util.List;
import java.util.Optional;

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

    static String cause(String errorClass, Optional<Integer> httpStatus, Optional<String> dataset) {
        return errorClass
                + httpStatus.map(status -> " (HTTP " + status + ")").orElse("")
                + dataset.map(name -> ", " + name).orElse("");
    }
}
