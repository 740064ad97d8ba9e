package org.qfsync.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.consent.UserExport;
import org.qfsync.token.Actor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hands out all that is held of a user. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes all that is held of a user as JSON: the grant without its tokens, their rows in every"
                + " table, results, history and audit. It is personal data: hand it to nobody else.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  qfsync users export 3f0c1a52-77aa-4c7e-9d5e-6f2f5a1e0b11 --out export.json",
            "  qfsync users export SUB | gpg --encrypt -r SUB > export.gpg"
        })
final class UsersExportCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Parameters(paramLabel = "SUB", description = "The user, as qfsync users list names them.")
    private String sub = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write to this new file, which only you can read (default: standard output).")
    private @Nullable Path out;

    UsersExportCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync users export")) {
            UserExport export = program.get(UserExport.class);
            if (!export.holdsAnything(sub)) {
                throw GrantOf.nothingHeld(sub, around);
            }
            if (out == null) {
                print(export);
            } else {
                write(export, out);
            }
            return ExitCodes.OK;
        }
    }

    private void print(UserExport export) {
        PrintWriter screen = around.screen().out();
        export.write(sub, Actor.operator(), screen);
        screen.println();
        if (screen.checkError()) {
            throw new CommandFailedException(
                    "Whoever read the export has gone before its end; what they got is not all.", ExitCodes.FAILED);
        }
    }

    private void write(UserExport export, Path file) {
        try (NewPrivateFile target = NewPrivateFile.at(file)) {
            export.write(sub, Actor.operator(), target.writer());
            target.writer().println();
            target.keep();
        }
        around.screen().err().println("All that is held of user " + sub + " is in " + file);
    }
}
