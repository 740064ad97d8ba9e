package org.qfsync.report;

import java.util.Optional;
import org.qfsync.store.Hold;

/** Puts a loss that is held back into words. */
public final class HeldLoss {
    private HeldLoss() {}

    /** Whose rows they are: the user by their sub, how many users, or the content. */
    public static String whose(Hold hold) {
        Optional<String> user = hold.user();
        if (user.isPresent()) {
            return DisplayText.of(user.get());
        }
        if (hold.sub().isPresent()) {
            return "content";
        }
        return TextTable.number(hold.users()) + (hold.users() == 1 ? " user" : " users");
    }

    /** How many of how many rows are missing. */
    static String words(Hold hold) {
        return "hold " + hold.id() + ": " + TextTable.number(hold.rows()) + " of " + TextTable.number(hold.before())
                + " rows of " + hold.dataset() + (hold.sub().isEmpty() ? " (all users; " : " (") + whose(hold) + ")";
    }
}
