package org.qfsync.report;

import java.util.List;

/**
 * One thing that went wrong in a run, or that waits for somebody, and what to do about it.
 *
 * @param cause stable word for it: the error code, as {@code qfsync runs rerun --cause} takes it, or one of
 *     {@link Repairs}
 * @param title what it is, in a few words, with how many it concerns
 * @param hint what to do, in whole sentences
 * @param users how many it concerns; 0 if it is about no user in particular
 * @param subs the first of them
 * @param datasets that it concerns, by their ids; empty if everything
 * @param commands what repairs it, to be typed in this order; empty if no command does
 * @param spoilsVerdict whether the run would have ended better without it
 */
public record Repair(
        String cause,
        String title,
        String hint,
        long users,
        List<String> subs,
        List<String> datasets,
        List<String> commands,
        boolean spoilsVerdict) {
    public Repair {
        subs = List.copyOf(subs);
        datasets = List.copyOf(datasets);
        commands = List.copyOf(commands);
    }

    /** Names no user. */
    @Override
    public String toString() {
        return "Repair[" + cause + ", " + users + " users, " + datasets + ", spoilsVerdict=" + spoilsVerdict + "]";
    }
}
