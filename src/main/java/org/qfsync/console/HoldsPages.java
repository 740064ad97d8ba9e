package org.qfsync.console;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.qfsync.job.HeldLosses;
import org.qfsync.report.HeldLoss;
import org.qfsync.store.Hold;
import org.qfsync.store.Holds;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Losses that are held back, and what operators decide about each; as the commands do it, audited there. */
@Controller
final class HoldsPages {
    private static final int SETTLED_SHOWN = 50;

    private final Holds holds;
    private final HeldLosses losses;

    HoldsPages(Holds holds, HeldLosses losses) {
        this.holds = holds;
        this.losses = losses;
    }

    @GetMapping("/holds")
    String list(Model model) {
        model.addAttribute("open", holds.open().stream().map(Shown::of).toList());
        model.addAttribute(
                "settled",
                holds.all().stream()
                        .filter(hold -> !hold.isOpen())
                        .sorted(Comparator.comparingLong(Hold::id).reversed())
                        .limit(SETTLED_SHOWN)
                        .map(Shown::of)
                        .toList());
        return "holds";
    }

    /** Says what would be deleted, and of whom, and asks. */
    @GetMapping("/holds/{id}")
    String ask(@PathVariable long id, Model model) {
        model.addAttribute("one", Shown.of(find(id)));
        return "hold";
    }

    @PostMapping("/holds/{id}/accept")
    String accept(@PathVariable long id, RedirectAttributes redirect) {
        return decide(id, losses::accept, "The rows of it that are still missing are removed.", redirect);
    }

    @PostMapping("/holds/{id}/reject")
    String reject(@PathVariable long id, RedirectAttributes redirect) {
        return decide(id, losses::reject, "Its rows are kept.", redirect);
    }

    private String decide(
            long id,
            BiFunction<Collection<Hold>, String, HeldLosses.Decided> decision,
            String done,
            RedirectAttributes redirect) {
        Hold hold = find(id);
        Notice settled = Notice.refused("Hold " + id + " is settled already. Nothing was done.");
        if (hold.maySettle()) {
            HeldLosses.Decided decided = decision.apply(List.of(hold), ConsoleSecurity.whoAsks());
            decided.busy()
                    .map(why -> Notice.refused(why + " Nothing was done: decide when it is over."))
                    .orElseGet(() ->
                            decided.settled().isEmpty() ? settled : Notice.done("Hold " + id + " is settled. " + done))
                    .on(redirect);
        } else {
            settled.on(redirect);
        }
        return "redirect:/holds";
    }

    private Hold find(long id) {
        return holds.find(id)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no hold " + id + ". See those there are under Holds."));
    }

    /**
     * A hold as the pages have it.
     *
     * @param whose the user by their sub, how many users, or the content
     * @param word how it stands
     */
    record Shown(Hold hold, String whose, String word) {
        static Shown of(Hold hold) {
            return new Shown(
                    hold,
                    HeldLoss.whose(hold),
                    hold.decision()
                            .map(taken -> taken.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                            .orElse("open"));
        }
    }
}
