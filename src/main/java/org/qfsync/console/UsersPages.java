package org.qfsync.console;

import java.time.Clock;
import java.util.List;
import org.qfsync.consent.GrantDesk;
import org.qfsync.report.GrantNote;
import org.qfsync.report.GrantStatus;
import org.qfsync.report.UserBook;
import org.qfsync.report.UserReports;
import org.qfsync.store.Holds;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * The users there are, and all that may be known of one. A {@code sub} stands in the query, not in the path, because it
 * may hold any character.
 */
@Controller
final class UsersPages {
    private static final int PAGE = 50;
    private static final int RESULTS = 10;

    private final UserBook users;
    private final UserReports reports;
    private final Holds holds;
    private final GrantDesk grants;

    UsersPages(JdbcClient jdbc, Holds holds, GrantDesk grants, Clock clock) {
        this.users = new UserBook(jdbc, grants.clientId(), clock);
        this.reports = new UserReports(jdbc);
        this.holds = holds;
        this.grants = grants;
    }

    @GetMapping("/users")
    String users(
            Model model,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String after) {
        List<UserBook.Line> found = users.page(q.strip(), state, after, PAGE + 1);
        List<UserBook.Line> page = found.stream().limit(PAGE).toList();
        model.addAttribute(
                "users",
                page.stream()
                        .map(user -> new Shown(user, Tones.ofGrant(user.state()), note(user.state(), user.sub())))
                        .toList());
        model.addAttribute(
                "next", found.size() > PAGE ? page.get(page.size() - 1).sub() : "");
        model.addAttribute("q", q);
        model.addAttribute("state", state);
        model.addAttribute("after", after);
        model.addAttribute("counts", users.counts());
        return "users";
    }

    @GetMapping("/users/one")
    String user(@RequestParam String sub, Model model) {
        GrantStatus user = find(sub);
        addUser(user, model);
        model.addAttribute("datasets", reports.datasets(sub));
        model.addAttribute("results", reports.latest(sub, RESULTS));
        model.addAttribute(
                "holds",
                holds.open().stream()
                        .filter(hold -> hold.user().filter(sub::equals).isPresent())
                        .toList());
        return "user";
    }

    /** Says what a withdrawal does, and asks. */
    @GetMapping("/users/disconnect")
    String askToDisconnect(@RequestParam String sub, Model model) {
        addUser(find(sub), model);
        return "user-disconnect";
    }

    /** Says what an erasure does, and asks. */
    @GetMapping("/users/erase")
    String askToErase(@RequestParam String sub, Model model) {
        addUser(find(sub), model);
        return "user-erase";
    }

    /** Shows the receipt of an erasure, once. */
    @GetMapping("/users/erased")
    String erased(Model model) {
        return model.containsAttribute(UserActions.RECEIPT) ? "user-erased" : "redirect:/users";
    }

    private void addUser(GrantStatus user, Model model) {
        model.addAttribute("user", user);
        model.addAttribute("tone", Tones.ofGrant(user.state()));
        model.addAttribute("note", note(user.state(), user.sub()));
    }

    private GrantStatus find(String sub) {
        return users.find(sub)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND,
                        "Nothing is held of such a user: neither a grant nor data. See those there are under Users."));
    }

    private GrantNote note(String state, String sub) {
        return GrantNote.of(state, sub, grants.connectPage());
    }

    /** A user in the list. */
    record Shown(UserBook.Line line, String tone, GrantNote note) {}
}
