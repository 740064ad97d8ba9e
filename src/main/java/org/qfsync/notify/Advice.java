package org.qfsync.notify;

import java.util.List;
import org.qfsync.report.Repair;

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
    /** Tells at the machine itself who they are. */
    private static final String WHO = "qfsync users list";

    public Advice {
        datasets = List.copyOf(datasets);
        commands = List.copyOf(commands);
    }

    /** What {@link org.qfsync.report.Repairs} says, without the users that it names. */
    static Advice of(Repair repair) {
        return new Advice(
                repair.cause(),
                withoutUsers(repair.title(), repair),
                withoutUsers(repair.hint(), repair),
                repair.users(),
                repair.datasets(),
                repair.commands().stream()
                        .map(command -> namesUser(command, repair) ? WHO : command)
                        .distinct()
                        .toList(),
                repair.spoilsVerdict());
    }

    private static boolean namesUser(String text, Repair repair) {
        return repair.subs().stream().anyMatch(text::contains);
    }

    private static String withoutUsers(String text, Repair repair) {
        String without = text;
        for (String sub : repair.subs()) {
            without = without.replace(sub, "a user");
        }
        return without;
    }
}
