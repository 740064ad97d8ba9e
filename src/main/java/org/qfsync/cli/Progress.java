package org.qfsync.cli;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.qfsync.job.RunProgress;

/**
 * Shows how far a run is: as a bar that is redrawn where a person is looking, else as a line every few
 * seconds, if anything has changed. It only looks, it never holds the run up.
 */
final class Progress {
    private static final int WIDTH = 79;
    private static final Duration REDRAW = Duration.ofMillis(100);
    private static final Duration LINE = Duration.ofSeconds(5);

    private final RunProgress progress;
    private final Screen screen;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    });
    private String last = "";

    private Progress(RunProgress progress, Screen screen) {
        this.progress = progress;
        this.screen = screen;
    }

    /** Does the work and shows its progress meanwhile. */
    static <T> T during(RunProgress progress, Screen screen, Supplier<T> work) {
        Progress shown = new Progress(progress, screen);
        ScheduledFuture<?> looks = shown.begin();
        try {
            return work.get();
        } finally {
            looks.cancel(false);
            shown.end();
        }
    }

    private ScheduledFuture<?> begin() {
        if (screen.isTerminal()) {
            ProgressBar bar = bar();
            return every(REDRAW, () -> redraw(bar));
        }
        return every(LINE, this::line);
    }

    private ScheduledFuture<?> every(Duration period, Runnable look) {
        return ticks.scheduleAtFixedRate(look, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private ProgressBar bar() {
        return new ProgressBarBuilder()
                .setTaskName("Syncing")
                .setStyle(screen.hasColours() ? ProgressBarStyle.COLORFUL_UNICODE_BAR : ProgressBarStyle.ASCII)
                .setConsumer(new DelegatingProgressBarConsumer(
                        text -> {
                            screen.err().print("\r" + text);
                            screen.err().flush();
                        },
                        WIDTH))
                // Redrawn by us: its own thread would outlive a run that fails.
                .setUpdateIntervalMillis(Integer.MAX_VALUE)
                .hideEta()
                .setInitialMax(-1)
                .build();
    }

    private void redraw(ProgressBar bar) {
        RunProgress.Snapshot now = progress.snapshot();
        bar.maxHint(Math.max(1, now.chapters() + now.users()));
        bar.stepTo(now.chaptersDone() + now.usersDone());
        bar.setExtraMessage(words(now));
        bar.refresh();
    }

    private void line() {
        String words = words(progress.snapshot());
        if (!words.equals(last)) {
            screen.err().println(words);
            last = words;
        }
    }

    private static String words(RunProgress.Snapshot now) {
        String users = now.users() == 0 ? "" : "users " + now.usersDone() + "/" + now.users();
        String open = now.usersOpen() == 0 ? "" : " (" + now.usersOpen() + " open)";
        String chapters = now.chapters() == 0 ? "" : "chapters " + now.chaptersDone() + "/" + now.chapters();
        String comma = users.isEmpty() || chapters.isEmpty() ? "" : ", ";
        return users + open + comma + chapters;
    }

    /** A bar gives its line back, after the last look is over. */
    private void end() {
        ticks.shutdown();
        try {
            if (ticks.awaitTermination(1, TimeUnit.SECONDS) && screen.isTerminal()) {
                screen.err().print("\r" + " ".repeat(WIDTH) + "\r");
                screen.err().flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
