package org.qfsync.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.qfsync.analytics.QueryRunner;
import org.qfsync.cli.ProgramLauncher.Occasion;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.consent.AuthorizationCodeFlow.Started;
import org.qfsync.consent.GrantImport;
import org.qfsync.consent.ImportResult;
import org.qfsync.consent.ImportRules;
import org.qfsync.job.Run;
import org.qfsync.job.RunRequest;
import org.qfsync.job.RunResult.End;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.sandbox.SandboxStats;
import org.qfsync.token.Actor;
import org.qfsync.token.Tokens;

/**
 * One night of the demo. Each is a day later than the one before for everybody in it, whatever the calendar says: the
 * program and the simulated service live by the same clock, moved on by the nights that are done.
 */
final class DemoNight {
    private static final String ONE_HICCUP = "user/bookmarks:503=1,times=1";

    private final DemoHome home;
    private final RootCommand root;
    private final Surroundings around;
    private final int done;

    DemoNight(DemoHome home, RootCommand root, Surroundings around) {
        this.home = home;
        this.root = root;
        this.around = around;
        this.done = home.nightsDone();
    }

    Outcome play() throws IOException {
        Duration later = Duration.ofDays(done);
        Clock clock = Clock.offset(around.clock(), later);
        SandboxOptions options = SandboxOptions.defaults()
                .withStateFile(home.sandboxState())
                .withClock(clock)
                .withServerTimeSkew(later)
                .withFaults(ONE_HICCUP);
        try (Sandbox sandbox = Sandbox.start(options)) {
            while (sandbox.night() < done) {
                sandbox.advance();
            }
            home.pointAt(sandbox);
            introduce(sandbox);
            Occasion occasion = Occasion.of("qfsync demo")
                    .withNothingBut(settings(sandbox))
                    .with(clock)
                    .with(Surroundings.logs(root));
            try (Program program = around.launcher().start(occasion)) {
                return play(program, sandbox);
            }
        }
    }

    private Map<String, String> settings(Sandbox sandbox) {
        return Map.of(
                "QFSYNC_HOME",
                home.path().toString(),
                "QF_CLIENT_ID",
                sandbox.clientId(),
                "QF_CLIENT_SECRET_FILE",
                home.secretFile().toString(),
                "QF_AUTH_BASE_URL",
                sandbox.baseUrl().toString(),
                "QF_API_BASE_URL",
                sandbox.baseUrl().toString(),
                // sql/README.md shows what this world answers, by hours and months of this zone
                "QFSYNC_SCHEDULE_ZONE",
                "UTC",
                "QFSYNC_API_REQUESTS_PER_SECOND",
                "0",
                "QFSYNC_API_BACKOFF_BASE",
                "100ms",
                // So that nobody has to watch for half a minute how a grant in doubt waits for its claim to end.
                "QFSYNC_TOKEN_DEADLINE",
                "3s",
                "QFSYNC_TOKEN_LEASE",
                "8s");
    }

    private void introduce(Sandbox sandbox) {
        PrintWriter out = around.screen().out();
        out.println(around.screen().bold("qfsync demo, night " + (done + 1)));
        out.println("A simulated Quran Foundation listens at " + sandbox.baseUrl() + "; nothing leaves this machine.");
        out.println(
                done == 0
                        ? "25 users consented. What they keep there is copied into a database in " + home.path() + "."
                        : "A day has passed: some users saved verses, one renamed and one deleted a collection, one took"
                                + " a verse out of one, one withdrew consent.");
        out.flush();
    }

    private Outcome play(Program program, Sandbox sandbox) throws IOException {
        DemoIncidents incidents = new DemoIncidents(sandbox, program);
        Optional<Started> consenting =
                done == 0 ? Optional.of(firstNight(program, sandbox, incidents)) : Optional.empty();
        around.screen().out().println();
        ShownRun.Shown shown = ShownRun.run(program, RunRequest.tonight("qfsync demo"), around);
        End end = shown.result().end();
        if (end == End.COMPLETED || end == End.NOTHING_TO_DO) {
            consenting.ifPresent(incidents::end);
            home.rememberNightsDone(done + 1);
        }
        if (end == End.COMPLETED) {
            tell(incidents, sandbox.stats());
            new DemoQuestions(home, around.screen(), around.command()).answer(program.get(QueryRunner.class));
        }
        return new Outcome(end, shown.result().run().map(Run::id).orElse(0L));
    }

    private Started firstNight(Program program, Sandbox sandbox, DemoIncidents incidents) throws IOException {
        ImportResult imported = importConsents(program, sandbox);
        PrintWriter out = around.screen().out();
        out.println(imported.stored() + " consents imported.");
        out.println(
                "Tonight one answer will be lost, one of the grants was revoked, and one user is just consenting again;"
                        + " that takes some seconds more.");
        out.flush();
        return incidents.begin();
    }

    private static ImportResult importConsents(Program program, Sandbox sandbox) throws IOException {
        String lines = sandbox.consentLines().collect(Collectors.joining("\n"));
        GrantImport grants = new GrantImport(
                program.get(Tokens.class),
                program.get(ImportRules.class),
                GrantImport.Options.plain(),
                Actor.program("demo"));
        return grants.run(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), note -> {});
    }

    private void tell(DemoIncidents incidents, SandboxStats stats) {
        if (done == 0) {
            incidents.tell(around.screen(), around.command());
        }
        PrintWriter out = around.screen().out();
        out.println();
        if (done == 1) {
            incidents.tellLater(around.screen());
        }
        out.println("The service saw " + stats.requests() + " requests and answered "
                + stats.responsesByStatus().getOrDefault("503", 0L)
                + " with 503 on purpose, which was sent again. Refresh tokens used twice: "
                + stats.refreshTokenReuses() + (done == 0 ? ", where the answer was lost." : "."));
    }

    /** How the night ended. */
    record Outcome(End end, long runId) {}
}
