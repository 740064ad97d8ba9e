package org.qfsync.console;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.qfsync.consent.ErasureReceipt;
import org.qfsync.consent.GrantDesk;
import org.qfsync.domain.Selection;
import org.qfsync.job.Nights;
import org.qfsync.job.RunRequest;
import org.qfsync.job.Runs;
import org.qfsync.report.GrantStatus;
import org.qfsync.report.UserBook;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What operators do to one user; each act is in the audit. */
@Controller
final class UserActions {
    static final String RECEIPT = "receipt";

    private static final String DOING = "a sync of one user asked for in the console";

    private final GrantDesk grants;
    private final Actions actions;
    private final Runs runs;
    private final UserBook users;
    private final Phrases say;

    UserActions(GrantDesk grants, Actions actions, Runs runs, JdbcClient jdbc, Nights nights, Clock clock) {
        this.grants = grants;
        this.actions = actions;
        this.runs = runs;
        this.users = new UserBook(jdbc, grants.clientId(), clock);
        this.say = new Phrases(nights.schedule().zone(), clock);
    }

    @PostMapping("/users/sync")
    String sync(@RequestParam String sub, RedirectAttributes redirect) {
        if (users.find(sub).filter(GrantStatus::isSyncable).isEmpty()) {
            return toUser(
                    sub, redirect, Notice.refused("No run can sync this user as the grant stands. Nothing was done."));
        }
        Selection user = new Selection(Set.of(), Set.of(sub), false);
        actions.begin(
                        new Actions.Asked("sync of one user", ConsoleSecurity.whoAsks(), user.users(), false),
                        () -> runs.run(new RunRequest(Optional.empty(), true, user, DOING)))
                .on(redirect);
        return "redirect:/";
    }

    @PostMapping("/users/pause")
    String pause(@RequestParam String sub, RedirectAttributes redirect) {
        return toUser(
                sub,
                redirect,
                grants.pause(sub, ConsoleSecurity.whoAsks())
                        ? Notice.done("Paused: no run syncs this user until you resume them.")
                        : Notice.refused("There is nothing to pause as the grant stands. Nothing was done."));
    }

    @PostMapping("/users/resume")
    String resume(@RequestParam String sub, RedirectAttributes redirect) {
        return toUser(
                sub,
                redirect,
                grants.resume(sub, ConsoleSecurity.whoAsks())
                        ? Notice.done("Resumed: the next run syncs this user again.")
                        : Notice.refused("This user is not paused. Nothing was done."));
    }

    @PostMapping("/users/disconnect")
    String disconnect(@RequestParam String sub, RedirectAttributes redirect) {
        GrantDesk.Ended ended = grants.disconnect(sub, ConsoleSecurity.whoAsks());
        if (!ended.known()) {
            Notice.refused("There is no grant of this user. Nothing was done.").on(redirect);
            return "redirect:/users";
        }
        return toUser(
                sub,
                redirect,
                Notice.done("Disconnected: the tokens are deleted here. " + upstream(ended.upstream())
                        + ended.eraseAt()
                                .map(at -> " The data is deleted for good by the first run from " + say.at(at) + " on.")
                                .orElse("")));
    }

    /** The operator has typed whom they mean: nobody is erased by a slip of the hand. */
    @PostMapping("/users/erase")
    String erase(@RequestParam String sub, @RequestParam(defaultValue = "") String typed, RedirectAttributes redirect) {
        if (!typed.strip().equals(sub.strip())) {
            Notice.refused("What you typed is not the sub of this user. Nothing was erased.")
                    .on(redirect);
            redirect.addAttribute("sub", sub);
            return "redirect:/users/erase";
        }
        ErasureReceipt receipt = grants.erase(sub, ConsoleSecurity.whoAsks());
        if (!receipt.hadGrant() && receipt.rows() == 0) {
            Notice.refused("Nothing was held of such a user. Nothing was done.").on(redirect);
            return "redirect:/users";
        }
        Notice.done("Erased: " + say.count(receipt.rows(), "row")
                        + (receipt.hadGrant() ? " and the grant. " : "; there was no grant. ")
                        + upstream(receipt.upstream()))
                .on(redirect);
        redirect.addFlashAttribute(RECEIPT, receipt.toJson());
        return "redirect:/users/erased";
    }

    private static String toUser(String sub, RedirectAttributes redirect, Notice notice) {
        notice.on(redirect);
        redirect.addAttribute("sub", sub);
        return "redirect:/users/one";
    }

    /** What the authorization server said, and what to do if it was not yes. */
    private static String upstream(String answer) {
        return switch (answer) {
            case "revoked" -> "The authorization server has revoked the grant.";
            case "nothing to revoke" -> "There was no token left to revoke at the authorization server.";
            default ->
                "The authorization server did not confirm the revocation (" + answer
                        + "); nobody holds the token any more, and the user can end the access in their account there.";
        };
    }
}
