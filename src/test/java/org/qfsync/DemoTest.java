package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
                .contains("night 1", "25 consents imported", "25 users: 23 synced, 2 set aside")
                .contains("answered 1 with 503 on purpose")
                // More than one where the machine is so busy that an answer comes too late; all of them heal.
                .containsPattern("Refresh tokens used twice: [1-9][0-9]*, where the answer was lost[.]")
                .contains("Most saved verses", "When people read", "Nights", "What to type next");
        eachAnswerComesAgainByTheCommandAboveIt(first.out());
        tellsWhatHappenedToThreeConsentsAndWhatToDo(first.out());

        CommandSession.Typed second = session.type("demo");
        assertThat(second.code()).isZero();
        assertThat(second.out())
                .contains("night 2", "25 users: 23 synced, 2 set aside", "Refresh tokens used twice: 0.")
                .contains("who consented again last night, is synced again")
                .doesNotContain("consents in trouble")
                .contains("fresh: nothing of them had to be fetched")
                .containsPattern("collections +[0-9]+ +[0-9]+ +[1-9][0-9]* +[1-9][0-9]* +1");

        WorkedQuestions.assertAnsweredBy(home.resolve("demo"));

        CommandSession.Typed looking = new CommandSession(home.resolve("demo")).type("runs", "--format", "csv");
        assertThat(looking.out().lines().skip(1)).hasSize(2).allMatch(line -> line.contains("COMPLETED"));

        assertThat(session.type("demo", "--reset").out()).contains("night 1");
    }

    private void tellsWhatHappenedToThreeConsentsAndWhatToDo(String out) {
        List<String> told = out.lines()
                .dropWhile(line -> !line.startsWith("Three consents in trouble"))
                .skip(1)
                .takeWhile(line -> !line.isBlank())
                .toList();
        assertThat(told).hasSize(9);
        assertThat(told.get(0)).endsWith(": the answer to the refresh got lost, the new token with it");
        assertThat(told.get(1)).contains("did:", "in doubt", "once more: synced");
        assertThat(told.get(2)).contains("do:   nothing");
        assertThat(told.get(3)).endsWith(": had revoked the grant");
        assertThat(told.get(5)).contains("do:   ask the user to consent again: qfsync users login");
        assertThat(told.get(6)).endsWith(": was consenting again while the night ran");
        assertThat(told.get(7)).contains("set the user aside", "took the new one in its place");
        assertThat(told.get(8)).contains("do:   nothing: the next night syncs this user");

        String users = new CommandSession(home.resolve("demo"))
                .type("users", "list", "--format", "csv")
                .out();
        assertThat(users).contains(sub(told.get(0)) + ",ACTIVE,", sub(told.get(6)) + ",ACTIVE,");
        assertThat(users).contains(sub(told.get(3)) + ",REAUTH_REQUIRED,");
    }

    private void eachAnswerComesAgainByTheCommandAboveIt(String out) {
        List<String> lines = out.lines().toList();
        String prompt = "  $ QFSYNC_HOME=" + home.resolve("demo") + " qfsync ";
        List<String> typed =
                lines.stream().filter(line -> line.startsWith(prompt)).toList();
        assertThat(typed).hasSize(3);
        for (String command : typed) {
            List<String> answer = lines.stream()
                    .skip(lines.indexOf(command) + 1)
                    .takeWhile(line -> !line.isBlank())
                    .map(line -> line.substring(2))
                    .toList();
            CommandSession.Typed again = new CommandSession(home.resolve("demo"))
                    .type(command.substring(prompt.length()).split(" ", -1));
            assertThat(again.out().lines().toList())
                    .as(command)
                    .isEqualTo(answer)
                    .hasSizeGreaterThan(1);
        }
    }

    private static String sub(String line) {
        return line.strip().replaceFirst(":.*", "");
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
