package org.qfsync.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.consent.GrantImport;
import org.qfsync.consent.ImportFormat;
import org.qfsync.consent.ImportResult;
import org.qfsync.consent.ImportRules;
import org.qfsync.consent.LineNote;
import org.qfsync.report.TextTable;
import org.qfsync.token.Actor;
import org.qfsync.token.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes over consents from a file. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Imports consents from JSON Lines, one object a line:",
            "  {\"sub\":\"...\",\"refresh_token\":\"...\",\"scope\":\"...\",\"client_id\":\"...\","
                    + "\"obtained_at\":\"2026-10-04T02:30:00Z\"}",
            "or from CSV, whose first row names the columns. Only sub, refresh_token and scope are needed. Understood"
                    + " besides: the fields of a token answer (expires_in, expires_at, token_type),"
                    + " refresh_token_expires_at or _in, environment, and iss; what belongs to another client,"
                    + " environment or issuer, or has lapsed, is refused. Times may be ISO 8601, seconds or"
                    + " milliseconds.",
            "Bad lines are reported by number and the good ones stored. Of several lines for one user the newest"
                    + " counts, of equally old ones the last. A line that is not newer than the stored grant is passed"
                    + " over: its token may be spent."
        },
        footerHeading = "%nExit code 3 if a line was refused. Examples:%n",
        footer = {
            "  qfsync users import --dry-run consents.csv",
            "  qfsync users import consents.jsonl",
            "  decrypt consents.gpg | qfsync users import -"
        })
final class UsersImportCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Parameters(paramLabel = "FILE", description = "JSON Lines or CSV; - is standard input.")
    private String file = "";

    @Option(
            names = "--format-in",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: what the first line looks like).")
    private @Nullable ImportFormat format;

    @Option(names = "--dry-run", description = "Store nothing; say what would happen, line by line.")
    private boolean dryRun;

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
            GrantImport.Options options = new GrantImport.Options(Optional.ofNullable(format), replace, dryRun);
            GrantImport grants = new GrantImport(
                    program.get(Tokens.class), program.get(ImportRules.class), options, Actor.operator());
            ImportResult result = grants.run(in, this::tell);
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

    private void tell(LineNote note) {
        around.screen().err().println("Line " + note.number() + (note.refused() ? " refused: " : ": ") + note.words());
    }

    private String words(ImportResult result) {
        List<String> parts = new ArrayList<>();
        parts.add(TextTable.number(result.stored())
                + (result.stored() == 1 ? " grant" : " grants")
                + (dryRun ? " would be stored" : " stored"));
        if (result.repeated() > 0) {
            parts.add(TextTable.number(result.repeated()) + " repeated in the file");
        }
        if (result.kept() > 0) {
            parts.add(TextTable.number(result.kept())
                    + " passed over because the stored grant is newer (--replace overrides)");
        }
        if (result.refused() > 0) {
            parts.add(TextTable.number(result.refused()) + " refused");
        }
        return (dryRun ? "Dry run, nothing was stored: " : "") + String.join(", ", parts) + ".";
    }
}
