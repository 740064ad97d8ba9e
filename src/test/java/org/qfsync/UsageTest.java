package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    private static final Pattern SUBCOMMAND = Pattern.compile("(?m)^  ([a-z-]+)(?:, [a-z-]+)?(?: {2,}|$)");
    /** What they list is one thing, or what they print is no list. */
    private static final Set<String> LISTS = Set.of(
            "users list",
            "runs",
            "runs list",
            "runs diff",
            "holds list",
            "audit",
            "query",
            "keys status",
            "schedule show",
            "check");

    @TempDir
    Path home;

    /** As the help pages themselves name them. */
    static List<String> commands() {
        List<String> found = new ArrayList<>();
        collect("", found);
        return found;
    }

    private static void collect(String parent, List<String> found) {
        String page = help(parent);
        int begin = page.indexOf("\nCommands:\n");
        if (begin < 0) {
            return;
        }
        String list = page.substring(begin + 11);
        SUBCOMMAND
                .matcher(list.substring(0, list.contains("\n\n") ? list.indexOf("\n\n") : list.length()))
                .results()
                .map(match -> (parent + " " + match.group(1)).strip())
                .filter(command -> !command.equals("help"))
                .forEach(command -> {
                    found.add(command);
                    collect(command, found);
                });
    }

    private static String help(String command) {
        CommandSession.Typed typed = new CommandSession(Path.of("unused"))
                .type((command + " --help").strip().split(" "));
        assertThat(typed.code()).as(command).isZero();
        return typed.out();
    }

    @Test
    void allCommandsAreFoundByTheirPages() {
        assertThat(commands())
                .contains("run", "users import", "runs show", "schedule pause", "completion", "check")
                .containsAll(LISTS);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyPageHasWhatAManPageHas(String command) {
        String page = help(command);

        assertThat(page)
                .as(command)
                .startsWith("Usage: qfsync " + command)
                .containsPattern("Examples?:|To change the key")
                .contains("qfsync " + command)
                .containsPattern("\nExit codes:\n +0 +\\w+")
                .containsPattern("\nEnvironment")
                .doesNotContainPattern("--[a-z-]*(secret|password|token)(?!-file)");
        String synopsis = page.substring(0, page.indexOf('\n'));
        String description = page.substring(synopsis.length(), page.indexOf("Exit codes:"));
        assertThat(description.lines().filter(line -> !line.isBlank() && !line.startsWith(" ")))
                .as("a description of " + command)
                .isNotEmpty();
        assertThat(page.lines()).as(command).allMatch(line -> line.length() <= 120);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatListsCanListForPrograms(String command) {
        boolean format = help(command).contains("--format=FORMAT");

        assertThat(format || !LISTS.contains(command)).as(command).isTrue();
        if (format) {
            assertThat(help(command)).contains("table, csv, json");
        }
    }

    @Test
    void helpOfACommandIsItsPage() {
        assertThat(new CommandSession(home).type("help", "run").out())
                .isEqualTo(new CommandSession(home).type("run", "--help").out())
                .contains("3    some users or datasets failed", "QFSYNC_DB_URL", "$QFSYNC_HOME/logs/qfsync.log");
        assertThat(new CommandSession(home).type("help", "runs", "rerun").out())
                .isEqualTo(
                        new CommandSession(home).type("runs", "rerun", "--help").out())
                .startsWith("Usage: qfsync runs rerun ");
        assertThat(new CommandSession(home).type("help").out())
                .isEqualTo(new CommandSession(home).type("--help").out());
    }

    @Test
    void helpOfNoCommandTellsWhichOneWasMeant() {
        CommandSession.Typed typed = new CommandSession(home).type("help", "runs", "rerrun");

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err()).contains("'rerrun'", "runs rerun");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void theScriptForAShellCompletesCommandsAndIsValid(String shell) throws Exception {
        CommandSession.Typed typed = new CommandSession(home).type("completion", shell);

        assertThat(typed.code()).isZero();
        assertThat(typed.out()).contains("complete -F _complete_qfsync", "pause", "--candidate-secret-file");
        assertThat(isValid("bash", typed.out())).isTrue();
    }

    private boolean isValid(String shell, String script) throws IOException, InterruptedException {
        Path file = Files.writeString(home.resolve("completion"), script, StandardCharsets.UTF_8);
        return new ProcessBuilder(shell, "-n", file.toString())
                        .inheritIO()
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void aWrongOptionIsToldInTwoLinesAndNothingStarts() {
        CommandSession.Typed typed = new CommandSession(home).type("run", "--for", "yesterday");

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err().lines())
                .containsExactly(
                        "Invalid value for option '--for': \"yesterday\" is not a date such as 2026-10-04",
                        "See: qfsync run --help");
    }

    @Test
    void noCommandIsAUsageError() {
        assertThat(new CommandSession(home).type().code()).isEqualTo(2);
        assertThat(new CommandSession(home).type("users").code()).isEqualTo(2);
    }
}
