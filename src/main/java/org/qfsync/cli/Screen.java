package org.qfsync.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command reads and writes: results to {@link #out}, everything said on the way to {@link #err}, both in UTF-8 whatever
 * the locale, because names in Arabic must survive a cron job's {@code LANG=C}.
 */
public final class Screen {
    private final InputStream in;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean terminal;
    private final boolean colours;

    /**
     * Reads from and writes to these.
     *
     * @param terminal true if a person is looking at {@code err}
     * @param colours true if both may hold ANSI sequences
     */
    public Screen(InputStream in, OutputStream out, OutputStream err, boolean terminal, boolean colours) {
        this.in = in;
        this.out = new PrintWriter(out, true, StandardCharsets.UTF_8);
        this.err = new PrintWriter(err, true, StandardCharsets.UTF_8);
        this.terminal = terminal;
        this.colours = colours;
    }

    /** Of this process. The launcher script says what is a terminal: Java cannot tell for each of the two. */
    public static Screen ofProcess(Map<String, String> environment) {
        boolean out = Boolean.getBoolean("qfsync.stdout.terminal");
        boolean err = Boolean.getBoolean("qfsync.stderr.terminal");
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return new Screen(
                System.in,
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
                new FileOutputStream(FileDescriptor.err),
                err && !environment.getOrDefault("TERM", "").equals("dumb"),
                out && err && !plain);
    }

    public InputStream in() {
        return in;
    }

    public PrintWriter out() {
        return out;
    }

    public PrintWriter err() {
        return err;
    }

    /** True if a person is looking, so that a line may be redrawn. */
    public boolean isTerminal() {
        return terminal;
    }

    /** True if ANSI colours may be used. */
    public boolean hasColours() {
        return colours;
    }

    /** The words in bold where that is possible. */
    public String bold(String words) {
        return colours ? "\u001b[1m" + words + "\u001b[0m" : words;
    }

    /** Puts out what is buffered. */
    public void flush() {
        out.flush();
        err.flush();
    }
}
