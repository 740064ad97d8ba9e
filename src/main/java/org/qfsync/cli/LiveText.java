package org.qfsync.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.qfsync.job.LiveRun;
import org.qfsync.job.LiveStep;
import org.qfsync.report.Spans;
import org.qfsync.report.TextTable;

/** Puts the run under way into words. */
final class LiveText {
    private LiveText() {}

    /** Which run it is and in which process. */
    static String headline(LiveRun run) {
        return "Run " + run.runId() + " (" + run.night() + " pass " + run.pass() + ", " + run.kind() + ") in "
                + run.process() + (run.stopping() ? ", stopping" : "");
    }

    /** How far it is, on one line: as long as that stays the same, nothing has changed. */
    /** Of a run that ended in order, and that the books know no end of. */
    static String overWithoutVerdict(long run) {
        return "Run " + run + " is over, and left no verdict: it was a dry run, or another process has taken it over."
                + " See: qfsync runs list";
    }

    static String counts(LiveRun run) {
        String steps = run.steps().stream()
                .filter(LiveStep::isUnderWay)
                .map(LiveText::counts)
                .collect(Collectors.joining(", "));
        return (run.stopping() ? "stopping: " : "") + (steps.isEmpty() ? "between steps" : steps);
    }

    private static String counts(LiveStep step) {
        String of = step.total() == 0 ? "" : " " + TextTable.number(step.done()) + "/" + TextTable.number(step.total());
        return step.step() + of + (step.open() == 0 ? "" : " (" + TextTable.number(step.open()) + " open)");
    }

    /** How fast it is and what is left; empty as long as there is too little to tell by. */
    static String pace(LiveRun run) {
        List<String> words = new ArrayList<>();
        for (LiveStep step : run.steps()) {
            if (step.isUnderWay() && step.perSecond() > 0) {
                words.add(step.step() + " " + String.format(Locale.ROOT, "%.1f", step.perSecond()) + "/s"
                        + step.left()
                                .map(left -> ", " + Spans.words(left) + " left")
                                .orElse(""));
            }
        }
        return String.join("; ", words);
    }
}
