package org.qfsync.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qfsync.analytics.OutputFormat;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.console.Console;
import org.qfsync.console.ConsoleProperties;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.enrolment.EnrolmentProperties;
import org.qfsync.notify.Notifier;
import org.qfsync.token.SecretProof;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tries out all that a night needs, and looks whether the last ones were well; changes no data. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Tries out all that a night needs, and looks whether the last ones were well. A line for each item: OK, WARN"
                    + " (a night runs all the same), FAIL, or SKIP (could not be tried); what was found, and what to do.",
            "Items: configuration, home, logs, disk, client-secret-file, database, keyset, custody, lease, leftovers,"
                    + " grants, grants-lapsing, holds, schedule, last-night, console, enrolment, notifications, auth-server,"
                    + " clock, content-token, content-call, client-secret.",
            "Beside a daemon on H2, which has the database to itself, the items that need it are skipped.",
            "--json prints one object: {\"status\": \"ok|warn|fail\", \"checked_at\": TIME, \"items\": [{\"id\": ...,"
                    + " \"status\": \"ok|warn|fail|skip\", \"message\": ..., \"hint\": ...}]}. Ids stay what they are;"
                    + " an id may come more than once, and new ones may be added."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing fails; there may be warnings",
            "2:the command line is wrong",
            "4:something fails that a night needs, or the last good night is too old",
            "78:the configuration, the database's identity or the keyset is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  qfsync check",
            "  qfsync check --json                    for monitoring",
            "  qfsync check --candidate-secret-file new-secret    before it replaces the one in use"
        })
final class CheckCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;
    private final Examination examination = new Examination();

    @Option(names = "--format", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES} (default: table).")
    private OutputFormat format = OutputFormat.TABLE;

    @Option(names = "--json", description = "One JSON object for monitoring, see above.")
    private boolean json;

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
            QfEndpoints endpoints = started.get(QfEndpoints.class);
            examination.add(Finding.ok(
                    "configuration", "environment " + endpoints.environment().id()));
            if (candidate != null) {
                prove(started, candidate);
            } else {
                all(started);
            }
        } catch (RuntimeException e) {
            // Only the configuration can fail here: the others are tried one by one.
            examination.failed("configuration", e);
            examination.skip("the configuration comes first", "database", "keyset", "auth-server", "last-night");
        } finally {
            if (program != null) {
                program.close();
            }
        }
        CheckReport report = new CheckReport(examination, around);
        if (json) {
            report.printObject();
        } else {
            report.print(format);
        }
        return examination.exitCode();
    }

    private void all(Program program) {
        new HostChecks(program, examination).examine();
        DatabaseChecks database = new DatabaseChecks(program, examination, around);
        boolean reached = database.examine();
        new ScheduleChecks(program, examination, around).examine(reached);
        examination.examine("console", () -> console(program.get(Console.class).properties()));
        examination.examine("enrolment", () -> enrolment(program.get(EnrolmentProperties.class)));
        examination.examine("notifications", () -> new NotificationChecks(program.get(Notifier.class), around).look());
        new ServerChecks(program, examination).examine(reached && database.hasKeyset());
    }

    private static Finding console(ConsoleProperties console) {
        if (console.port().isEmpty()) {
            return Finding.ok("console", "off");
        }
        String served = "the daemon serves it at " + console.url();
        if (!console.isGuarded()) {
            return Finding.ok("console", served + ", for this machine alone; who is on it may act");
        }
        return console.isSecure() || console.address().isLoopbackAddress()
                ? Finding.ok("console", served + ", with passwords")
                : Finding.warn(
                        "console",
                        served + "; passwords cross the network in the clear",
                        "Put a proxy with TLS in front and name it in QFSYNC_CONSOLE_BASE_URL.");
    }

    /** That its settings fit together is part of the configuration. */
    private static Finding enrolment(EnrolmentProperties enrolment) {
        return Finding.ok(
                "enrolment",
                enrolment
                        .consentPage()
                        .map(page -> "users consent at " + page + " while the daemon runs")
                        .orElse("no pages (QFSYNC_ENROLMENT_PORT)"));
    }

    private void prove(Program program, Path file) {
        examination.examine("candidate", () -> {
            SecretProof.Proved proved = program.get(SecretProof.class).prove(file);
            return Finding.ok(
                    "candidate",
                    "the secret with fingerprint " + proved.fingerprint() + " was accepted by "
                            + program.get(QfEndpoints.class).authBaseUrl()
                            + proved.but()
                                    .map(but -> ", although no token came: " + but)
                                    .orElse("")
                            + (proved.trimmed() ? "; whitespace around it was left out" : "")
                            + (proved.inUse() ? "; it is the one in use already" : ""));
        });
    }
}
