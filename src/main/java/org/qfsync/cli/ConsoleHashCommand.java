package org.qfsync.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qfsync.console.PasswordHash;
import org.qfsync.domain.Secret;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Hashes a password of the console. Nothing is started and nothing is stored but the file that was named. */
@Command(
        name = "hash",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the hash of a password of the console, for QFSYNC_CONSOLE_OPERATOR_PASSWORD_HASH or"
                    + " QFSYNC_CONSOLE_READER_PASSWORD_HASH, or a file that these with _FILE name.",
            "At a terminal it asks for the password twice and does not show it, for which the output must be the terminal,"
                    + " too: name a file by --out. Else it reads one line of the input."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  qfsync console hash --out /etc/qfsync/operator",
            "  pass show qfsync/operator | qfsync console hash > /etc/qfsync/operator"
        })
final class ConsoleHashCommand implements Callable<Integer> {
    private final Surroundings around;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Writes it to this new file, which only you can read, instead of to the output.")
    @Nullable private Path out;

    ConsoleHashCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        if (out == null) {
            around.screen().out().println(hash());
            return ExitCodes.OK;
        }
        try (NewPrivateFile file = NewPrivateFile.at(out)) {
            file.writer().println(hash());
            file.keep();
        }
        return ExitCodes.OK;
    }

    private String hash() {
        String password = around.screen().isTyped() ? typedTwice() : line();
        if (password.isBlank()) {
            throw refused("No password was typed");
        }
        try {
            return PasswordHash.of(new Secret(password));
        } catch (IllegalArgumentException e) {
            throw refused(e.getMessage());
        }
    }

    /** Java has a console to hide it only where the output is the terminal, too. */
    private String typedTwice() {
        Console console = Boolean.getBoolean("qfsync.stdout.terminal") ? System.console() : null;
        if (console == null) {
            throw new CommandFailedException(
                    "The password would be seen while you type it, because the output does not go to the terminal; no hash"
                            + " was made. Have it written to a file instead: " + around.command()
                            + " console hash --out FILE",
                    ExitCodes.USAGE);
        }
        char[] first = console.readPassword("Password: ");
        char[] second = console.readPassword("The same again: ");
        if (first == null || second == null || !Arrays.equals(first, second)) {
            throw refused("The two are not the same");
        }
        return new String(first);
    }

    private String line() {
        try {
            String line =
                    new BufferedReader(new InputStreamReader(around.screen().in(), StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CommandFailedException refused(@Nullable String why) {
        return new CommandFailedException(why + "; no hash was made. Do it again.", ExitCodes.USAGE);
    }
}
