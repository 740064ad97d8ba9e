package org.qfsync.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes sure that somebody means what cannot be undone: they type a word, or said so with {@code --yes}. */
final class Confirmation {
    private final Screen screen;

    Confirmation(Screen screen) {
        this.screen = screen;
    }

    /**
     * Tells what is about to happen, and returns if it may.
     *
     * @param word to be typed
     * @param yes true if it was confirmed beforehand
     * @throws CommandFailedException if it was not confirmed
     */
    void require(List<String> consequences, String word, boolean yes) {
        consequences.forEach(screen.err()::println);
        if (yes) {
            return;
        }
        if (!screen.isTerminal()) {
            throw new CommandFailedException("Nothing was done. To confirm, add --yes.", ExitCodes.USAGE);
        }
        screen.err().print("Type \"" + word + "\" to go on: ");
        screen.err().flush();
        if (!word.equals(typed())) {
            throw new CommandFailedException("Nothing was done.", ExitCodes.USAGE);
        }
    }

    private String typed() {
        try {
            String line = new BufferedReader(new InputStreamReader(screen.in(), StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            return "";
        }
    }
}
