package org.qfsync.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.report.TextTable;
import org.qfsync.token.Actor;
import org.qfsync.token.KeyRotation;
import org.qfsync.token.KeyRotation.Rotated;
import org.qfsync.token.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets a new key seal, and seals everything anew with it. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = {
            "Adds a new key to the keyset, seals with it from now on, and seals all stored tokens anew. Runs and daemons"
                    + " of other processes go on; they follow the keyset file by themselves. If it is broken off, type"
                    + " it again: it goes on where it was, with the same new key.",
            "Where the keyset comes from QFSYNC_KEYSET, the new one is written to the file named by --out, and nothing"
                    + " else happens until the variable holds it."
        },
        footerHeading =
                "%nExit code 3 if a stored token is sealed with a key that the keyset does not hold." + " Examples:%n",
        footer = {"  qfsync keys rotate", "  qfsync keys rotate --out /media/backup/keyset.json"})
final class KeysRotateCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the new keyset to this new file, too, before it is used (mode 0600).")
    private @Nullable Path out;

    KeysRotateCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync keys rotate")) {
            KeyRotation keys = program.get(Tokens.class).keys();
            Rotated rotated = keys.rotate(Optional.ofNullable(out), Actor.operator());
            return tell(rotated, keys.status().location());
        }
    }

    private int tell(Rotated rotated, String location) {
        switch (rotated.step()) {
            case ROTATED -> {
                say("Key " + rotated.primary() + " seals from now on. " + resealed(rotated));
                sayWhatComesNext(location);
            }
            case FINISHED -> {
                say("The rotation to key " + rotated.primary() + " is finished. " + resealed(rotated));
                sayWhatComesNext(location);
            }
            case PREPARED -> sayHowToGoOn(rotated);
            case NOWHERE_TO_WRITE -> throw new CommandFailedException(noPlace(location, "rotate"), ExitCodes.USAGE);
            default -> throw new IllegalStateException("no step of a rotation: " + rotated.step());
        }
        if (rotated.unreadable() > 0) {
            around.screen()
                    .err()
                    .println(TextTable.number(rotated.unreadable())
                            + " could not be opened with any key and stay as they are; see: qfsync keys status");
        }
        return rotated.unreadable() > 0 ? ExitCodes.PARTIAL : ExitCodes.OK;
    }

    static String noPlace(String location, String command) {
        return "The keyset comes from " + location
                + ", which this command cannot change. Name a new file for it: qfsync " + "keys " + command
                + " --out FILE";
    }

    private static String resealed(Rotated rotated) {
        return TextTable.number(rotated.resealed())
                + (rotated.resealed() == 1 ? " stored token was" : " stored tokens were") + " sealed anew.";
    }

    private void sayWhatComesNext(String location) {
        say("");
        say("1. Back up " + location + " now, apart from the database: without it no grant can be opened.");
        say("2. Keep its older backup as long as you keep backups of the database from before: they need the old key.");
        say("3. When " + KeyRotation.QUIET.toMinutes()
                + " minutes have passed, take the old key out: qfsync keys retire");
    }

    private void sayHowToGoOn(Rotated rotated) {
        say("The new keyset, in which key " + rotated.primary() + " seals, is in " + out
                + " (mode 0600). Nothing else has changed.");
        say("");
        say("1. Back it up, apart from the database.");
        say("2. Put it into QFSYNC_KEYSET of everything that uses this database, and start all of it anew.");
        say("3. Seal the stored tokens anew: qfsync keys rotate");
        say("4. Delete " + out);
    }

    private void say(String line) {
        around.screen().out().println(line);
    }
}
