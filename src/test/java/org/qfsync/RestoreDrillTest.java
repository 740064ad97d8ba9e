package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;

/** What {@code ops/backup.md} tells an operator to do, done: an H2 file is backed up, lost, restored and used again. */
@Tag("deep")
class RestoreDrillTest {
    @TempDir
    Path folder;

    @Test
    void aRestoredDatabaseIsCaughtUpAndPresentsNoSpentToken() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(4))) {
            Path home = Files.createDirectory(folder.resolve("home"));
            CommandSession session = CommandSession.at(sandbox, home);
            session.typeWithInput(sandbox.consentLines().collect(Collectors.joining("\n")), "users", "import", "-");
            assertThat(session.type("run").code()).isZero();
            Path backup = backUp(home);

            String spent = sandbox.subs().reduce((first, last) -> last).orElseThrow();
            sandbox.advance();
            sandbox.expireAccessToken(spent);
            assertThat(session.type("run", "--again").code()).isZero();
            String newest = bookmarksBut(spent, session);
            assertThat(newest).containsPattern("\\d+");
            long standing = active(session);

            Path database = home.resolve("sandbox.mv.db");
            Files.writeString(database, "lost");
            Files.copy(backup.resolve("sandbox.mv.db"), database, StandardCopyOption.REPLACE_EXISTING);

            assertThat(session.type("check").out()).containsPattern("WARN +custody .*restored from a backup");
            sandbox.resetStats();
            assertThat(session.type("run", "--again").code()).isZero();
            assertThat(session.type("users", "list", "--format", "csv").out().lines())
                    .filteredOn(line -> line.startsWith(spent))
                    .singleElement()
                    .asString()
                    .contains("REAUTH_REQUIRED");
            assertThat(active(session)).isEqualTo(standing - 1);
            assertThat(session.type("audit").out()).contains("QUARANTINED", "RELEASED");
            assertThat(sandbox.stats().refreshTokenReuses()).isZero();
            assertThat(bookmarksBut(spent, session)).isEqualTo(newest);
        }
    }

    private Path backUp(Path home) throws Exception {
        ProcessBuilder command = new ProcessBuilder(
                        "ops/backup",
                        folder.resolve("data").toString(),
                        folder.resolve("keys").toString())
                .redirectErrorStream(true);
        command.environment().remove("QFSYNC_DB_URL");
        command.environment().put("QFSYNC_HOME", home.toString());
        Process process = command.start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
        return Path.of(told.lines().findFirst().orElseThrow());
    }

    private static String bookmarksBut(String sub, CommandSession session) {
        return session.type(
                        "query",
                        "-e",
                        "SELECT COUNT(*), SUM(verse_number) FROM qf.bookmark" + " WHERE deleted_at IS NULL AND sub <> '"
                                + sub + "'")
                .out();
    }

    private static long active(CommandSession session) {
        return session.type("users", "list", "--format", "csv")
                .out()
                .lines()
                .filter(line -> line.contains(",ACTIVE,"))
                .count();
    }
}
