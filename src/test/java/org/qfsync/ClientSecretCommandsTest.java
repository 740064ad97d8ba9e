package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.domain.Fingerprint;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.store.Database;

/** What operators type around the rotation of the client secret. */
class ClientSecretCommandsTest {
    @TempDir
    static Path folder;

    private static Sandbox sandbox;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(1));
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void aCandidateIsProvedByOneRequestAndNothingIsKeptOfIt() throws IOException {
        Path home = folder.resolve("proved");
        sandbox.resetStats();

        CommandSession.Typed typed =
                CommandSession.at(sandbox, home).type("check", "--candidate-secret-file", file(sandbox.clientSecret()));

        assertThat(typed.code()).isZero();
        assertThat(typed.out())
                .containsPattern("OK +candidate")
                .contains(Fingerprint.of(sandbox.clientSecret()), "was accepted", "in use already");
        assertThat(typed.all()).doesNotContain(sandbox.clientSecret());
        assertThat(sandbox.stats().tokenRequests()).isEqualTo(1);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aCandidateIsProvedBesideAProcessThatOwnsTheDatabase() throws IOException {
        CommandSession session =
                CommandSession.at(sandbox, folder.resolve("owned")).with("QF_CLIENT_SECRET", "expired, by now");
        try (Program owner = TestPrograms.start(session.environment())) {
            assertThat(owner.get(Database.class)).isNotNull();

            CommandSession.Typed typed =
                    session.type("check", "--candidate-secret-file", file(" " + sandbox.clientSecret() + "\n"));

            assertThat(typed.code()).isZero();
            assertThat(typed.out())
                    .contains("whitespace around it was left out")
                    .doesNotContain("in use already");
        }
    }

    @Test
    void aWrongCandidateIsRefusedWithWhatToDoAndIsNotPrinted() throws IOException {
        CommandSession.Typed typed = CommandSession.at(sandbox, folder.resolve("refused"))
                .type("check", "--candidate-secret-file", file("not-the-secret-4711"));

        assertThat(typed.code()).isEqualTo(4);
        assertThat(typed.out())
                .containsPattern("FAIL +candidate")
                .contains("was refused", "401 invalid_client", "Nothing was changed", "QF_CLIENT_ID")
                .contains(Fingerprint.of("not-the-secret-4711"));
        assertThat(typed.all()).doesNotContain("not-the-secret-4711");
    }

    @Test
    void aClientThatMayNotHaveAContentTokenStillProvesItsSecret() throws IOException {
        try (Sandbox usersOnly = Sandbox.start(SandboxOptions.defaults().withUsers(0))) {
            usersOnly.registerScopes(java.util.Set.of("openid", "offline_access", "collection"));

            CommandSession.Typed typed = CommandSession.at(usersOnly, folder.resolve("users-only"))
                    .type("check", "--candidate-secret-file", file(usersOnly.clientSecret()));

            assertThat(typed.code()).isZero();
            assertThat(typed.out()).contains("was accepted", "although no token came", "not approved for this client");
        }
    }

    @Test
    void whereThereIsNothingToProveItSaysWhy() throws IOException {
        CommandSession session = CommandSession.at(sandbox, folder.resolve("nothing"));

        CommandSession.Typed missing = session.type(
                "check", "--candidate-secret-file", folder.resolve("none").toString());
        assertThat(missing.code()).isEqualTo(78);
        assertThat(missing.out()).contains("Cannot read the candidate secret file " + folder.resolve("none"));

        CommandSession.Typed empty = session.type("check", "--candidate-secret-file", file(" \n"));
        assertThat(empty.code()).isEqualTo(78);
        assertThat(empty.out()).contains("is empty");

        CommandSession.Typed publicClient = new CommandSession(folder.resolve("nothing"))
                .with("QF_CLIENT_ID", sandbox.publicClientId())
                .with("QF_CLIENT_TYPE", "public")
                .with("QF_AUTH_BASE_URL", sandbox.baseUrl().toString())
                .with("QF_API_BASE_URL", sandbox.baseUrl().toString())
                .type("check", "--candidate-secret-file", file(sandbox.clientSecret()));
        assertThat(publicClient.code()).isEqualTo(78);
        assertThat(publicClient.out()).contains("A public client (QF_CLIENT_TYPE=public) has no secret");
    }

    @Test
    void anOldSecretIsWarnedAboutByACheckAndAtTheEndOfARun() {
        CommandSession session =
                CommandSession.at(sandbox, folder.resolve("old")).with("QFSYNC_TOKEN_CLIENT_SECRET_WARN_AFTER", "1ms");
        session.type("check");

        CommandSession.Typed check = session.type("check");
        CommandSession.Typed run = session.type("run");

        assertThat(check.code()).isZero();
        assertThat(check.out())
                .containsPattern("WARN +client-secret +client secret with fingerprint "
                        + Fingerprint.of(sandbox.clientSecret()));
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("Soon to be done:", Fingerprint.of(sandbox.clientSecret()), "--candidate-secret-file FILE");
    }

    private static String file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "candidate", ""), content)
                .toString();
    }
}
