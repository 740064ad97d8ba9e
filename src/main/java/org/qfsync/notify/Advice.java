package org.qfsync.notify;

import java.util.List;

/**
 * One cause of trouble, and what to do about it. Names no user.
 *
 * @param cause stable word for it
 * @param title what happened, in one line
 * @param hint what to do; may be empty
 * @param users how many it concerns; 0 if none or not counted by users
 * @param datasets what kinds of data; may be empty
 * @param commands what to type, one shell command each
 * @param spoilsVerdict true if the night is not complete because of it
 */
public record Advice(
        String cause,
        String title,
        String hint,
        long users,
        List<String> datasets,
        List<String> commands,
        boolean spoilsVerdict) {
    public Advice {
        datasets = List.copyOf(datasets);
        commands = List.copyOf(commands);
    }
}
