package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    @TempDir
    Path home;

    @Test
    void theSecondNightIsIncrementalAndAResetStartsOver() {
        // Whatever the environment says: the demo must not write into somebody's database.
        CommandSession session = new CommandSession(home).with("QFSYNC_DB_URL", "jdbc:postgresql://127.0.0.1:1/theirs");

        CommandSession.Typed first = session.type("demo");
        assertThat(first.code()).isZero();
        assertThat(first.out())
                .contains("night 1", "25 consents imported", "25 users: 24 synced, 1 set aside")
                .contains("answered 1 with 503 on purpose", "Refresh tokens used twice: 0")
                .contains("Most saved verses", "Biggest collections", "Saves per juz", "What to type next");

        CommandSession.Typed second = session.type("demo");
        assertThat(second.code()).isZero();
        assertThat(second.out())
                .contains("night 2", "25 users: 23 synced, 2 set aside", "Refresh tokens used twice: 0")
                .containsPattern("verses +6,236 +0 +0 +6,236 +0")
                .containsPattern("collections +[0-9]+ +0 +[1-9][0-9]* +[1-9][0-9]* +1");

        CommandSession.Typed looking = new CommandSession(home.resolve("demo")).type("runs", "--format", "csv");
        assertThat(looking.out().lines().skip(1)).hasSize(2).allMatch(line -> line.contains("COMPLETED"));

        assertThat(session.type("demo", "--reset").out()).contains("night 1");
    }

    @Test
    void aFolderThatTheDemoDidNotMakeIsLeftAlone() throws IOException {
        Path theirs = Files.createDirectories(home.resolve("demo")).resolve("precious.txt");
        Files.writeString(theirs, "precious");

        CommandSession.Typed typed = new CommandSession(home).type("demo", "--reset");

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err()).contains("was not made by the demo");
        assertThat(theirs).hasContent("precious");
    }
}
