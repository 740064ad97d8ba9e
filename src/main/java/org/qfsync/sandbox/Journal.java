package org.qfsync.sandbox;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one user keeps on one night beside collections and bookmarks, as the service tells it. Nobody may change the
 * objects.
 *
 * @param notes newest first
 * @param sessions where the user read, newest first
 * @param days how much the user read, by day and kind of activity, in no order
 * @param streaks in no order
 * @param goal what the user wants to read each day, with what was read today
 * @param preferences the groups that the user ever changed
 * @param profile with everything that is ever disclosed
 * @param gone notes that were deleted
 */
record Journal(
        List<ObjectNode> notes,
        List<ObjectNode> sessions,
        List<ObjectNode> days,
        List<ObjectNode> streaks,
        Optional<Goal> goal,
        ObjectNode preferences,
        ObjectNode profile,
        List<Mutation> gone) {
    /** One type of goal, and the answer to whoever asks for it. */
    record Goal(String type, ObjectNode plan) {}

    /** The answer to whoever asks for a goal of this type. */
    ObjectNode plan(String type) {
        return goal.filter(set -> set.type().equals(type)).map(Goal::plan).orElseGet(AccountEndpoints::noGoal);
    }
}
