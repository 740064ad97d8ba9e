package org.qfsync.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.consent.GrantImport;
import org.qfsync.consent.ImportResult;
import org.qfsync.report.TextTable;
import org.qfsync.token.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes over consents from a file. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Imports consents, one JSON object a line:",
            "  {\"sub\":\"...\",\"refresh_token\":\"...\",\"scope\":\"...\",\"client_id\":\"...\","
                    + "\"obtained_at\":\"2026-10-04T02:30:00Z\"}",
            "client_id and obtained_at may be left out. Bad lines are reported by number and the good ones stored; of"
                    + " several lines for one user the last one counts. A line that is not newer than the stored"
                    + " grant, by obtained_at, is passed over: its token may be spent."
        },
        footerHeading = "%nExit code 3 if a line was refused. Examples:%n",
        footer = {"  qfsync users import consents.jsonl", "  decrypt consents.gpg | qfsync users import -"})
final class UsersImportCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Parameters(paramLabel = "FILE", description = "JSON Lines; - is standard input.")
    private String file = "";

    @Option(names = "--replace", description = "Replace stored grants even if they are newer: their tokens are lost.")
    private boolean replace;

    UsersImportCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (InputStream in = open();
                Program program = around.start(root, "qfsync users import")) {
            GrantImport grants = new GrantImport(program.get(Tokens.class).vault(), program.get(Clock.class), replace);
            ImportResult result = grants.run(
                    in, line -> around.screen().err().println("Line " + line.number() + " refused: " + line.reason()));
            around.screen().out().println(words(result));
            return result.refused() > 0 ? ExitCodes.PARTIAL : ExitCodes.OK;
        } catch (IOException e) {
            throw new CommandFailedException(
                    "Cannot read " + file + " any further; what was stored before stays. Import it again.",
                    ExitCodes.FAILED);
        }
    }

    private InputStream open() throws IOException {
        if (file.equals("-")) {
            return around.screen().in();
        }
        try {
            return Files.newInputStream(Path.of(file));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new CommandFailedException("There is no file " + file, ExitCodes.USAGE);
        }
    }

    private static String words(ImportResult result) {
        List<String> parts = new ArrayList<>();
        parts.add(TextTable.number(result.stored()) + (result.stored() == 1 ? " grant" : " grants") + " stored");
        if (result.repeated() > 0) {
            parts.add(TextTable.number(result.repeated()) + " repeated in the file (the last line counted)");
        }
        if (result.kept() > 0) {
            parts.add(TextTable.number(result.kept())
                    + " passed over because the stored grant is newer (--replace overrides)");
        }
        if (result.refused() > 0) {
            parts.add(TextTable.number(result.refused()) + " refused");
        }
        return String.join(", ", parts) + ".";
    }
}
