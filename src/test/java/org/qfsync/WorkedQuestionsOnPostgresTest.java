package org.qfsync;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.analytics.QueryRunner;
import org.qfsync.consent.AuthorizationCodeFlow;
import org.qfsync.consent.AuthorizationResponse;
import org.qfsync.consent.LoginProperties;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.testing.SettableClock;
import org.qfsync.testing.TestDatabase;
import org.qfsync.token.Actor;

/** The page shows the demo's answers, which come from H2; in the demo's world PostgreSQL gives the same. */
@Tag("deep")
class WorkedQuestionsOnPostgresTest {
    private static final int CONSENTING = 14;

    @TempDir
    private Path home;

    @Test
    void theDemosWorldGivesTheAnswersOfThePage() {
        SettableClock clock = new SettableClock();
        SandboxOptions options = SandboxOptions.defaults().withClock(clock).withServerTimeSkew(Duration.ofMillis(1));
        try (Sandbox sandbox = Sandbox.start(options);
                NightBench program = NightBench.start(
                        sandbox,
                        NightBench.settings(sandbox, TestDatabase.postgresWithSchema(), home),
                        Map.of(),
                        clock)) {
            program.consented();
            // as in the demo: one user is consenting again while the first night runs
            String sub = sandbox.subs().skip(CONSENTING).findFirst().orElseThrow();
            sandbox.revoke(sub);
            program.run();
            consentAgain(sandbox, program, sub);
            clock.advance(Duration.ofDays(1));
            sandbox.advance();
            sandbox.serverTimeSkew(clock.offset());
            program.run();
            WorkedQuestions.assertAnsweredBy(program.get(QueryRunner.class));
        }
    }

    /** To what the program asks for on its own, as in the demo: bookmarks and collections. */
    private static void consentAgain(Sandbox sandbox, NightBench program, String sub) {
        AuthorizationCodeFlow flow = program.get(AuthorizationCodeFlow.class);
        LoginProperties login = program.get(LoginProperties.class);
        URI back =
                sandbox.approve(flow.begin(login.redirectUri(), login.scopes()).authorizationUrl(), sub);
        flow.finish(AuthorizationResponse.ofAddress(back.toString()).orElseThrow(), Actor.user());
    }
}
