package org.qfsync.console;

import java.time.Duration;
import java.util.List;
import org.qfsync.console.NightHistory.Night;

/**
 * The last nights side by side: how each ended, and by its height how long it took.
 *
 * @param cells the oldest first
 */
public record Strip(List<Cell> cells) {
    private static final int STEPS = 10;

    static Strip of(List<Night> nights, Phrases say) {
        long longest = nights.stream()
                .mapToLong(night -> night.duration().toMillis())
                .max()
                .orElse(0);
        return new Strip(nights.stream().map(night -> cell(night, longest, say)).toList());
    }

    private static Cell cell(Night night, long longest, Phrases say) {
        String words = say.day(night.date()) + ": " + outcome(night, say);
        return new Cell(
                night.runId().map(id -> "/runs/" + id).orElse(""),
                night.tone(),
                height(night.duration(), longest),
                words);
    }

    private static String outcome(Night night, Phrases say) {
        return switch (night.verdict()) {
            case "NONE" -> "no run";
            case "OPEN" -> "open";
            default ->
                night.verdict().toLowerCase(java.util.Locale.ROOT) + " in " + say.span(night.duration()) + ", "
                        + say.count(night.changed(), "row") + " changed";
        };
    }

    private static String height(Duration duration, long longest) {
        long share = longest == 0 ? 1 : Math.round((double) STEPS * duration.toMillis() / longest);
        return "h" + Math.max(1, Math.min(STEPS, share));
    }

    /**
     * One night.
     *
     * @param path of its latest run; empty if none ran
     * @param height from {@code h1} to {@code h10}
     */
    public record Cell(String path, String tone, String height, String words) {}
}
