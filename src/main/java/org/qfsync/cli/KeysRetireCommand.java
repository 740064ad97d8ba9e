package org.qfsync.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.report.TextTable;
import org.qfsync.token.Actor;
import org.qfsync.token.KeyRotation;
import org.qfsync.token.KeyRotation.Retired;
import org.qfsync.token.KeysetStatus.KeyUse;
import org.qfsync.token.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes out the keys that seal nothing any more. */
@Command(
        name = "retire",
        mixinStandardHelpOptions = true,
        description = {
            "Takes the old keys out of the keyset, if nothing stored and no spill file is sealed with them any more.",
            "Backups of the database from before the rotation can be opened with the older backup of the keyset only."
        },
        footerHeading = "%nExit code 4 if the keys are still needed. Examples:%n",
        footer = {"  qfsync keys retire", "  qfsync keys retire --out keyset-next.json"})
final class KeysRetireCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the keyset without them to this new file, too (mode 0600).")
    private @Nullable Path out;

    KeysRetireCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync keys retire")) {
            Retired retired = program.get(Tokens.class).keys().retire(Optional.ofNullable(out), Actor.operator());
            String keys = String.join(", ", retired.fingerprints());
            switch (retired.step()) {
                case RETIRED -> {
                    say("Taken out: key " + keys + ".");
                    say("Back up " + retired.before().location() + " now. Backups of the database from before the"
                            + " rotation need the older one: keep it as long as them.");
                }
                case PREPARED -> {
                    say("The keyset without key " + keys + " is in " + out + " (mode 0600). Nothing else has changed.");
                    say(
                            "Make sure that \"qfsync keys status\" shows nothing spilled on any other host. Then back it up,"
                                    + " put it into QFSYNC_KEYSET of everything that uses this database, and delete "
                                    + out);
                }
                case NOTHING_TO_DO ->
                    say("There is no old key: key " + retired.before().primary() + " is the only one.");
                default -> throw new CommandFailedException(refusal(retired), exitCode(retired));
            }
            return ExitCodes.OK;
        }
    }

    private static int exitCode(Retired retired) {
        return retired.step() == KeyRotation.Step.NOWHERE_TO_WRITE ? ExitCodes.USAGE : ExitCodes.FAILED;
    }

    private static String refusal(Retired retired) {
        return switch (retired.step()) {
            case NEEDED ->
                "Nothing was taken out: " + needed(retired) + ". Seal it anew: qfsync keys rotate (what is"
                        + " spilled comes home with the next qfsync run)";
            case UNFINISHED -> "Nothing was taken out: a rotation is not finished. Go on with it: qfsync keys rotate";
            case TOO_EARLY ->
                "Nothing was taken out: the new key seals since less than " + KeyRotation.QUIET.toMinutes()
                        + " minutes, and another process may still be saving what it sealed before. Try again later.";
            case UNTOLD ->
                "Nothing was taken out: a key of this keyset does not put its id before what it seals, so"
                        + " that nobody can tell whether it is needed.";
            default -> KeysRotateCommand.noPlace(retired.before().location(), "retire");
        };
    }

    private static String needed(Retired retired) {
        return retired.before().keys().stream()
                .filter(key -> !key.isPrimary())
                .map(KeysRetireCommand::needed)
                .collect(Collectors.joining(", "));
    }

    private static String needed(KeyUse key) {
        return "key " + key.fingerprint() + " seals " + TextTable.number(key.stored()) + " stored and "
                + TextTable.number(key.spilled()) + " spilled tokens";
    }

    private void say(String line) {
        around.screen().out().println(line);
    }
}
