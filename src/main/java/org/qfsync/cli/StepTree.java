package org.qfsync.cli;

import static org.qfsync.report.TextTable.number;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.qfsync.report.Spans;
import org.qfsync.report.StepAttempt;
import org.qfsync.report.TextTable;
import org.qfsync.report.TextTable.Column;

/** Draws the steps of a run as a tree, each with a bar as long as it took: the two branches ran side by side. */
final class StepTree {
    private static final int LONGEST_BAR = 20;
    private static final Map<String, String> BRANCHES = Map.of(
            "chapters", "content",
            "verses", "content",
            "catalogue", "content",
            "contentSync", "content",
            "workList", "users' data",
            "users", "users' data",
            "userWorker", "users' data",
            "keepAlive", "users' data");

    private StepTree() {}

    static List<String> lines(List<StepAttempt> steps) {
        long longest = steps.stream()
                .mapToLong(step -> step.duration().map(Duration::toMillis).orElse(0L))
                .max()
                .orElse(0);
        TextTable table = new TextTable(List.of(
                Column.text("Step"),
                Column.text("Status"),
                Column.number("Duration"),
                Column.text(""),
                Column.number("Taken up"),
                Column.number("Stored"),
                Column.number("Set aside"),
                Column.number("Failed")));
        List<Integer> attempts =
                steps.stream().map(StepAttempt::attempt).distinct().toList();
        for (int attempt : attempts) {
            List<StepAttempt> here =
                    steps.stream().filter(step -> step.attempt() == attempt).toList();
            table.row(heading("attempt " + attempt));
            for (String branch : List.of("content", "users' data")) {
                addBranch(table, branch, here, longest);
            }
            here.stream()
                    .filter(step -> !BRANCHES.containsKey(step.step()))
                    .forEach(step -> table.row(row("\u2514\u2500 ", step, longest)));
        }
        return table.lines();
    }

    private static void addBranch(TextTable table, String branch, List<StepAttempt> steps, long longest) {
        List<StepAttempt> here = new ArrayList<>(steps);
        here.removeIf(step -> !branch.equals(BRANCHES.get(step.step())));
        if (here.isEmpty()) {
            return;
        }
        table.row(heading("\u251c\u2500 " + branch));
        for (int i = 0; i < here.size(); i++) {
            boolean last = i == here.size() - 1;
            table.row(row("\u2502  " + (last ? "\u2514\u2500 " : "\u251c\u2500 "), here.get(i), longest));
        }
    }

    private static List<String> heading(String words) {
        return List.of(words, "", "", "", "", "", "", "");
    }

    private static List<String> row(String branch, StepAttempt step, long longest) {
        return List.of(
                branch + step.step() + (step.workers() > 1 ? " x " + step.workers() : ""),
                step.status(),
                step.duration().map(Spans::words).orElse("-"),
                bar(step, longest),
                number(step.read()),
                number(step.written()),
                number(step.setAside()),
                number(step.failed()));
    }

    private static String bar(StepAttempt step, long longest) {
        long took = step.duration().map(Duration::toMillis).orElse(0L);
        return took == 0 || longest == 0
                ? ""
                : "\u2588".repeat((int) Math.max(1, Math.round((double) LONGEST_BAR * took / longest)));
    }
}
