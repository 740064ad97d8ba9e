package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.cli.OrderlyStop;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.LoopbackPort;
import org.qfsync.testing.Visitor;
import org.qfsync.token.Grant;
import org.qfsync.token.GrantState;
import org.qfsync.token.Tokens;

/** The pages of a daemon, on whichever database: they are there as long as it is, and what users decide stays. */
abstract class EnrolmentDaemonContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    /** A new, empty database. */
    abstract DatabaseProperties database(Path folder);

    @Test
    void usersConsentAndWithdrawWhileTheDaemonRuns() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(2))) {
            int port = LoopbackPort.free();
            URI site = URI.create("http://127.0.0.1:" + port);
            sandbox.registerRedirectUri(site.resolve("/oauth/callback"));
            CommandSession session =
                    CommandSession.at(sandbox, home).with("QFSYNC_ENROLMENT_PORT", String.valueOf(port));
            TestPrograms.database(database(home)).forEach(session::with);
            String stays = sandbox.subs().findFirst().orElseThrow();
            String leaves = sandbox.subs().skip(1).findFirst().orElseThrow();

            OrderlyStop stop = new OrderlyStop();
            CompletableFuture<CommandSession.Typed> daemon =
                    CompletableFuture.supplyAsync(() -> session.type(stop, "", "daemon"));
            try {
                await().atMost(PATIENCE).ignoreExceptions().until(() -> daemon.isDone() || isServed(site));
                for (String sub : new String[] {stays, leaves}) {
                    Visitor visitor = new Visitor(site);
                    assertThat(visitor.follow(sandbox.approve(visitor.goToConsent("bookmark"), sub))
                                    .body())
                            .contains("You are connected");
                }
                Visitor visitor = new Visitor(site);
                visitor.follow(sandbox.approve(visitor.goToSignIn(), leaves));
                visitor.fillIn("/disconnect/confirm", "data", "later");
                assertThat(visitor.get("/disconnect/done").body()).contains("Your consent is withdrawn");
            } finally {
                stop.request();
            }
            CommandSession.Typed ended = daemon.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(ended.code()).as(ended.all()).isZero();
            assertThat(ended.out()).contains("Users give and withdraw their consent at " + site + "/connect");
            assertThatThrownBy(() -> isServed(site)).isInstanceOf(AssertionError.class);
            try (Program program = TestPrograms.start(session.environment())) {
                assertThat(grant(program, stays).state()).isEqualTo(GrantState.ACTIVE);
                assertThat(grant(program, leaves).state()).isEqualTo(GrantState.REVOKED);
                assertThat(grant(program, leaves).eraseAt())
                        .hasValueSatisfying(eraseAt -> assertThat(eraseAt)
                                .isBetween(
                                        Instant.now().plus(Duration.ofDays(29)),
                                        Instant.now().plus(Duration.ofDays(30))));
            }
        }
    }

    private static boolean isServed(URI site) {
        return new Visitor(site).get("/connect").statusCode() == 200;
    }

    private static Grant grant(Program program, String sub) {
        return program.get(Tokens.class).vault().find(sub).orElseThrow();
    }
}
