package org.qfsync.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.qfsync.api.ContentClient;
import org.qfsync.api.ContentListing;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.http.ServerClock;
import org.qfsync.job.Preflight;
import org.qfsync.report.TextTable.Column;
import org.qfsync.store.Database;
import org.qfsync.token.Keyset;
import org.qfsync.token.SecretProof;
import org.qfsync.token.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tries out all that a night needs, one thing after the other; changes no data. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Tries out all that a night needs: configuration, database, keyset, authorization server, clock,"
                + " one content call and the age of the client secret. Says for each that it is fine or what"
                + " to do.",
        footerHeading = "%nExit code 0 if all is fine, 78 for the configuration, 4 for anything else. Examples:%n",
        footer = {
            "  qfsync check",
            "  qfsync check --format json",
            "  qfsync check --candidate-secret-file new-secret    before it replaces the one in use"
        })
final class CheckCommand implements Callable<Integer> {
    private static final List<Column> COLUMNS =
            List.of(Column.text("check"), Column.text("result"), Column.text("detail"));

    private final RootCommand root;
    private final Surroundings around;
    private final List<Finding> findings = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES} (default: table).")
    private OutputFormat format = OutputFormat.TABLE;

    @Option(
            names = "--candidate-secret-file",
            paramLabel = "FILE",
            description = "Prove the new client secret in this file instead, by one request, and nothing else: it is"
                    + " neither stored nor used. Works beside a daemon.")
    private @Nullable Path candidate;

    CheckCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        Program program = null;
        try {
            program = around.start(root, "qfsync check");
            Program started = program;
            passed("configuration", describe(started.get(QfEndpoints.class)));
            if (candidate != null) {
                prove(started, candidate);
            } else {
                all(started);
            }
        } catch (RuntimeException e) {
            // Only the configuration can fail here: the others are tried one by one.
            failed("configuration", e);
        } finally {
            if (program != null) {
                program.close();
            }
        }
        print();
        return findings.stream()
                .mapToInt(Finding::exitCode)
                .filter(code -> code != ExitCodes.OK)
                .findFirst()
                .orElse(ExitCodes.OK);
    }

    private void all(Program program) {
        boolean database = tried("database", () -> program.get(Database.class).location());
        boolean keyset = database
                && tried(
                        "keyset",
                        () -> "fingerprint " + program.get(Keyset.class).fingerprint());
        boolean issuer = keyset
                && tried("auth host", () -> {
                    program.get(Preflight.class).requireIssuer();
                    return program.get(QfEndpoints.class).authBaseUrl().toString();
                });
        if (issuer) {
            tried("clock", () -> {
                program.get(Preflight.class).requireClock();
                return program.get(ServerClock.class)
                        .skew()
                        .map(skew -> Math.abs(skew.toSeconds()) + " s from the server's")
                        .orElse("the server does not tell its time");
            });
            tried(
                    "content call",
                    () -> program.get(ContentClient.class)
                                    .listing(ContentListing.CHAPTERS, "en")
                                    .size() + " chapters from "
                            + program.get(QfEndpoints.class).apiBaseUrl());
            age(program);
        }
    }

    private void age(Program program) {
        try {
            program.get(Tokens.class)
                    .secretAge()
                    .note()
                    .ifPresent(age -> findings.add(new Finding("client secret", age.words(), age.due(), ExitCodes.OK)));
        } catch (RuntimeException e) {
            failed("client secret", e);
        }
    }

    private void prove(Program program, Path file) {
        tried("candidate", () -> {
            SecretProof.Proved proved = program.get(SecretProof.class).prove(file);
            return "the secret with fingerprint " + proved.fingerprint() + " was accepted by "
                    + program.get(QfEndpoints.class).authBaseUrl()
                    + proved.but()
                            .map(but -> ", although no token came: " + but)
                            .orElse("")
                    + (proved.trimmed() ? "; whitespace around it was left out" : "")
                    + (proved.inUse() ? "; it is the one in use already" : "");
        });
    }

    private static String describe(QfEndpoints endpoints) {
        return "environment " + endpoints.environment().id();
    }

    private boolean tried(String name, Supplier<String> check) {
        try {
            passed(name, check.get());
            return true;
        } catch (RuntimeException e) {
            failed(name, e);
            return false;
        }
    }

    private void passed(String name, String detail) {
        findings.add(new Finding(name, detail, false, ExitCodes.OK));
    }

    private void failed(String name, RuntimeException e) {
        Failures.Told told = Failures.tell(e);
        told.lines().forEach(line -> findings.add(new Finding(name, line, false, told.exitCode())));
    }

    private void print() {
        if (format != OutputFormat.TABLE) {
            try (RowPrinter rows =
                    RowPrinter.of(format, COLUMNS, around.screen().out())) {
                findings.forEach(finding ->
                        rows.row(Arrays.<@Nullable Object>asList(finding.check, finding.result(), finding.detail)));
            }
            return;
        }
        // No table: what to do may be long, and must not be cut.
        findings.forEach(finding -> around.screen()
                .out()
                .println(String.format(
                        Locale.ROOT, "%-4s  %-13s  %s", finding.result(), finding.check, finding.detail)));
    }

    private record Finding(String check, String detail, boolean warning, int exitCode) {
        String result() {
            if (warning) {
                return "warn";
            }
            return exitCode == ExitCodes.OK ? "ok" : "FAIL";
        }
    }
}
