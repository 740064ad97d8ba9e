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
    private final boolean typed;
    private final boolean terminal;
    private final boolean colours;

    /**
     * Reads from and writes to these.
     *
     * @param terminal true if a person is looking at {@code err}
     * @param colours true if both may hold ANSI sequences
     */
    public Screen(InputStream in, OutputStream out, OutputStream err, boolean terminal, boolean colours) {
        this(in, out, err, terminal, colours, false);
    }

    /**
     * The same.
     *
     * @param typed true if a person types at {@code in}
     */
    public Screen(
            InputStream in, OutputStream out, OutputStream err, boolean terminal, boolean colours, boolean typed) {
        this.typed = typed;
        this.in = in;
        this.out = new PrintWriter(out, true, StandardCharsets.UTF_8);
        this.err = new PrintWriter(err, true, StandardCharsets.UTF_8);
        this.terminal = terminal;
        this.colours = colours;
    }

    /** Of this process. The launcher script says what is a terminal: Java cannot tell for each of the three. */
    public static Screen ofProcess(Map<String, String> environment) {
        boolean out = Boolean.getBoolean("qfsync.stdout.terminal");
        boolean err = Boolean.getBoolean("qfsync.stderr.terminal");
        return new Screen(
                System.in,
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
                new FileOutputStream(FileDescriptor.err),
                err && !environment.getOrDefault("TERM", "").equals("dumb"),
                hasColours(environment, out && err),
                Boolean.getBoolean("qfsync.stdin.terminal"));
    }

    /** By no-color.org and bixense.com/clicolors: NO_COLOR wins, then CLICOLOR_FORCE, then what is a terminal. */
    static boolean hasColours(Map<String, String> environment, boolean terminals) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        String forced = environment.getOrDefault("CLICOLOR_FORCE", "");
        if (!forced.isEmpty() && !forced.equals("0")) {
            return true;
        }
        return terminals
                && !environment.getOrDefault("TERM", "").equals("dumb")
                && !environment.getOrDefault("CLICOLOR", "").equals("0");
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

    /** True if a person types at {@link #in}: what they type can be seen then, unless the system's console hides it. */
    public boolean isTyped() {
        return typed;
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

    /** Words that tell that all is well. */
    public String good(String words) {
        return inColour("32", words);
    }

    /** Words that tell that somebody should look. */
    public String doubtful(String words) {
        return inColour("33", words);
    }

    /** Words that tell that something failed. */
    public String bad(String words) {
        return inColour("31", words);
    }

    private String inColour(String code, String words) {
        return colours ? "\u001b[" + code + "m" + words + "\u001b[39m" : words;
    }

    /** A line in which the word for a verdict shows what it means. */
    public String verdict(String line) {
        return colours
                ? line.replace("COMPLETED", good("COMPLETED"))
                        .replace("PARTIAL", doubtful("PARTIAL"))
                        .replace("STOPPED", doubtful("STOPPED"))
                        .replace("FAILED", bad("FAILED"))
                : line;
    }

    /** Puts out what is buffered. */
    public void flush() {
        out.flush();
        err.flush();
    }
}
