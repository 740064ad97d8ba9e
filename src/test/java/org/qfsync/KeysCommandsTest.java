package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.PrivateFiles;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.store.Database;
import org.qfsync.testing.TestDatabase;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operator types to change the keys, against a sandbox. */
class KeysCommandsTest {
    @TempDir
    Path home;

    @Test
    void aKeyIsRotatedAndTakenOutBetweenTwoNightsAndNoUserIsLost() throws IOException {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(3))) {
            CommandSession session = CommandSession.at(sandbox, home);
            session.typeWithInput(consents(sandbox), "users", "import", "-");
            assertThat(session.type("run").code()).isZero();
            String old = primary(session);

            CommandSession.Typed early = session.type("keys", "retire");
            assertThat(early.code()).isZero();
            assertThat(early.out()).contains("There is no old key");

            CommandSession.Typed rotated = session.type("keys", "rotate");
            assertThat(rotated.code()).as(rotated.err()).isZero();
            String fresh = primary(session);
            assertThat(rotated.out())
                    .contains("Key " + fresh + " seals from now on. 6 stored tokens were sealed anew.")
                    .contains("Back up " + keyset(), "qfsync keys retire");
            assertThat(fresh).isNotEqualTo(old);

            CommandSession.Typed status = session.type("keys", "status");
            assertThat(status.code()).isZero();
            assertThat(status.out())
                    .contains("Keyset: " + keyset(), "Key " + fresh + " seals since ")
                    .containsPattern(fresh + " +yes +3 +3 +0")
                    .containsPattern(old + " +no +0 +0 +0")
                    .doesNotContain("not finished");

            assertThat(session.type("keys", "retire").err()).contains("since less than 10 minutes");
            letTimePass();
            CommandSession.Typed retired = session.type("keys", "retire");
            assertThat(retired.code()).isZero();
            assertThat(retired.out()).contains("Taken out: key " + old + ".", "Back up " + keyset());

            sandbox.expireAccessTokens();
            assertThat(session.type("run", "--again").out()).contains("3 users: 3 synced");
            assertThat(sandbox.stats().refreshTokenReuses()).isZero();
            assertNoKeyIn(List.of(early, rotated, status, retired));
        }
    }

    @Test
    void aKeyThatIsStillNeededIsNotTakenOutAndTheCountIsTold() throws IOException {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(2))) {
            CommandSession session = CommandSession.at(sandbox, home);
            session.typeWithInput(consents(sandbox), "users", "import", "-");
            String before = Files.readString(keyset());
            String old = primary(session);
            session.type("keys", "rotate");
            String rotated = Files.readString(keyset());
            letTimePass();
            // As if another process had sealed with the old key until now.
            recordKey(old);
            PrivateFiles.replace(keyset(), before);
            assertThat(session.typeWithInput(consents(sandbox), "users", "import", "--replace", "-")
                            .code())
                    .isZero();
            PrivateFiles.replace(keyset(), rotated);

            CommandSession.Typed unfinished = session.type("keys", "retire");
            assertThat(unfinished.code()).isEqualTo(4);
            assertThat(unfinished.err()).contains("a rotation is not finished", "qfsync keys rotate");
            assertThat(session.type("keys", "status").out()).contains("A rotation is not finished");
            recordKey(primary(session));
            letTimePass();
            CommandSession.Typed needed = session.type("keys", "retire");
            assertThat(needed.code()).isEqualTo(4);
            assertThat(needed.err())
                    .contains("key " + old + " seals 2 stored and 0 spilled tokens. Seal it anew: qfsync keys rotate");

            CommandSession.Typed finished = session.type("keys", "rotate");
            assertThat(finished.out()).contains("is finished. 2 stored tokens were sealed anew.");
            assertThat(session.type("keys", "status", "--format", "csv").out().lines())
                    .hasSize(3);
        }
    }

    @Test
    void theKeysetOfTheVariableIsNeverPrintedButWrittenToAFileOfItsOwn() throws IOException {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(2))) {
            CommandSession session = CommandSession.at(sandbox, home);
            session.type("keys", "status");
            session.with("QFSYNC_KEYSET", Files.readString(keyset()));
            Files.delete(keyset());
            session.typeWithInput(consents(sandbox), "users", "import", "-");
            Path next = home.resolve("next.json");

            CommandSession.Typed nowhere = session.type("keys", "rotate");
            assertThat(nowhere.code()).isEqualTo(2);
            assertThat(nowhere.err()).contains("QFSYNC_KEYSET", "--out FILE");
            CommandSession.Typed prepared = session.type("keys", "rotate", "--out", next.toString());
            assertThat(prepared.code()).isZero();
            assertThat(prepared.out()).contains("Put it into QFSYNC_KEYSET", "Nothing else has changed");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(next)))
                    .isEqualTo("rw-------");
            assertThat(session.type("keys", "rotate", "--out", next.toString()).err())
                    .contains(next + " is there already");

            session.with("QFSYNC_KEYSET", Files.readString(next));
            CommandSession.Typed finished = session.type("keys", "rotate");
            assertThat(finished.out()).contains("is finished. 2 stored tokens were sealed anew.");
            assertThat(session.type("run").code()).isZero();
            assertNoKeyIn(List.of(prepared, finished));
            assertThat(keyset()).doesNotExist();
        }
    }

    @Test
    void aMissingKeysetStopsEveryCommandWithExitCode78AndComesBackFromItsBackup() throws IOException {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(1))) {
            CommandSession session = CommandSession.at(sandbox, home);
            session.typeWithInput(consents(sandbox), "users", "import", "-");
            Path backup = Files.move(keyset(), home.resolve("backup.json"));

            for (String[] command :
                    new String[][] {{"run"}, {"users", "list"}, {"keys", "status"}, {"keys", "rotate"}}) {
                CommandSession.Typed refused = session.type(command);
                assertThat(refused.code()).isEqualTo(78);
                assertThat(refused.err()).contains("There is no keyset at " + keyset(), "no grant was touched");
            }
            assertThat(session.type("check").out()).containsPattern("FAIL +keyset");
            assertThat(keyset()).doesNotExist();

            Files.move(backup, keyset());
            assertThat(session.type("run").out()).contains("1 user: 1 synced");
        }
    }

    private Path keyset() {
        return home.resolve("keyset-sandbox.json");
    }

    private static String primary(CommandSession session) {
        JsonNode keys = JsonMapper.shared()
                .readTree(session.type("keys", "status", "--format", "json").out());
        return keys.get(0).path("key").stringValue();
    }

    private void recordKey(String fingerprint) {
        try (Database database = Database.open(TestDatabase.h2FileProperties(home))) {
            new JdbcTemplate(database.dataSource())
                    .update("UPDATE ops.deployment SET keyset_fingerprint = ?", fingerprint);
        }
    }

    private void letTimePass() {
        try (Database database = Database.open(TestDatabase.h2FileProperties(home))) {
            new JdbcTemplate(database.dataSource())
                    .update("UPDATE ops.deployment SET keyset_since = CURRENT_TIMESTAMP - INTERVAL '11' MINUTE");
        }
    }

    private void assertNoKeyIn(List<CommandSession.Typed> typed) throws IOException {
        List<String> secrets = new ArrayList<>();
        for (String file : List.of("keyset-sandbox.json", "next.json")) {
            Path path = home.resolve(file);
            if (Files.exists(path)) {
                JsonMapper.shared()
                        .readTree(Files.readString(path))
                        .path("key")
                        .forEach(key -> secrets.add(
                                key.path("keyData").path("value").stringValue().substring(4, 24)));
            }
        }
        assertThat(secrets).isNotEmpty();
        typed.forEach(one -> assertThat(one.all()).doesNotContain(secrets));
    }

    private static String consents(Sandbox sandbox) {
        return sandbox.consentLines().collect(Collectors.joining("\n"));
    }
}
