package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;

/** A database file that was restored, and one that was copied, as an operator meets them. */
class CustodyCommandsTest {
    @TempDir
    Path folder;

    @Test
    void aRestoredFileSpendsNoTokenTwiceAndTellsWhoMustConsentAgain() throws IOException {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(2))) {
            CommandSession session = CommandSession.at(sandbox, home());
            session.typeWithInput(consents(sandbox), "users", "import", "-");
            assertThat(session.type("run").code()).isZero();
            Path backup = Files.copy(database(home()), folder.resolve("backup"));
            sandbox.expireAccessTokens();
            assertThat(session.type("run", "--again").out()).contains("2 users: 2 synced");

            Files.copy(backup, database(home()), StandardCopyOption.REPLACE_EXISTING);
            CommandSession.Typed restored = session.type("run", "--again");

            assertThat(restored.code()).as(restored.all()).isZero();
            assertThat(restored.out()).contains("must consent again");
            assertThat(session.type("users", "list").out())
                    .contains("REAUTH_REQUIRED")
                    .doesNotContain("ACTIVE");
            assertThat(sandbox.stats().refreshTokenReuses()).isZero();
        }
    }

    @Test
    void aCopyOfTheWholeHomeLeavesTheTokensToTheOriginalUntilAnOperatorReleasesThem() throws IOException {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(2))) {
            CommandSession session = CommandSession.at(sandbox, home());
            session.typeWithInput(consents(sandbox), "users", "import", "-");
            assertThat(session.type("run").code()).isZero();
            Path copied = copyOf(home());
            sandbox.expireAccessTokens();

            CommandSession copy = CommandSession.at(sandbox, copied);
            CommandSession.Typed typed = copy.type("run", "--again");
            assertThat(typed.code()).as(typed.all()).isZero();
            assertThat(typed.out()).contains("qfsync users release SUB");
            assertThat(copy.type("users", "list").out()).contains("QUARANTINED").doesNotContain("ACTIVE");

            assertThat(session.type("run", "--again").out()).contains("2 users: 2 synced");
            assertThat(sandbox.stats().refreshTokenReuses()).isZero();
        }
    }

    private Path home() {
        return folder.resolve("home");
    }

    private static Path database(Path home) {
        return home.resolve("sandbox.mv.db");
    }

    private Path copyOf(Path home) throws IOException {
        Path copy = folder.resolve("copy");
        try (Stream<Path> files = Files.walk(home)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, copy.resolve(home.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return copy;
    }

    private static String consents(Sandbox sandbox) {
        return sandbox.consentLines().collect(Collectors.joining("\n"));
    }
}
