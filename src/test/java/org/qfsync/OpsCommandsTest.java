package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.cli.Cli;
import org.qfsync.cli.OrderlyStop;
import org.qfsync.cli.Screen;
import picocli.CommandLine.Model.CommandSpec;

/** What operators are told to type exists: each command line in pages, units, manifests and scripts, with its options. */
class OpsCommandsTest {
    /** Where a command begins: alone in its line or span, behind a prompt, an assignment or another command. */
    private static final Pattern COMMAND = Pattern.compile(
            "(?:(?:^|[`(;&|$]|ExecStart=|[A-Z_]=\\S+|\\* \\* \\*) *(?:/opt/qfsync/)?(?:ops/)?|\\sops/)qfsync +([^`\n]*)",
            Pattern.MULTILINE);

    private static final Pattern END = Pattern.compile("#|\\||>.*|&&|;|…|\\.\\.\\.|\\(.*");
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
    private static final CommandSpec QFSYNC = model();

    private static CommandSpec model() {
        Clock clock = Clock.systemUTC();
        Screen screen = new Screen(
                new ByteArrayInputStream(new byte[0]),
                new ByteArrayOutputStream(),
                new ByteArrayOutputStream(),
                false,
                false);
        return new Cli(new SpringProgramLauncher(Map.of(), clock), screen, new OrderlyStop(), Map.of(), clock).model();
    }

    static Stream<Path> texts() throws IOException {
        try (Stream<Path> ops = Files.walk(Path.of("ops"))) {
            return Stream.concat(
                    ops.filter(Files::isRegularFile)
                            .filter(file -> !file.toString().matches(".*[.](json|png)"))
                            .filter(file -> !file.equals(Path.of("ops", "qfsync"))),
                    Stream.of(Path.of("README.md")))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void everyCommandThatIsWrittenDownExists(Path text) throws IOException {
        List<String> wrong = new ArrayList<>();
        String all = Files.readString(text);
        COMMAND.matcher(text.toString().endsWith(".md") ? codeOf(all) : all)
                .results()
                .map(command -> command.group(1))
                .forEach(command -> complaint(command).ifPresent(why -> wrong.add(command + ": " + why)));
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"users logout", "run --agian", "runs show 1 --as-text", "check -x", "--hlep", "runz"})
    void aCommandThatDoesNotExistIsFound(String command) {
        assertThat(complaint(command)).isPresent();
    }

    @Test
    void commandsOfTheRunbookAreFoundInIt() throws IOException {
        String page = Files.readString(Path.of("ops/runbook/QfsyncHoldsWaiting.md"));

        assertThat(COMMAND.matcher(codeOf(page))
                        .results()
                        .map(command -> command.group(1).strip()))
                .contains("check", "run", "holds accept 3", "holds reject 3")
                .anyMatch(command -> command.startsWith("holds list  "));
    }

    /** The blocks and spans of code in a page, each on lines of its own. */
    private static String codeOf(String page) {
        StringBuilder code = new StringBuilder();
        StringBuilder prose = new StringBuilder();
        boolean fenced = false;
        for (String line : page.lines().toList()) {
            if (line.startsWith("```")) {
                fenced = !fenced;
            } else {
                (fenced ? code : prose).append(line).append(fenced ? "\n" : " ");
            }
        }
        SPAN.matcher(prose).results().forEach(span -> code.append(span.group(1)).append('\n'));
        return code.toString();
    }

    /** What is wrong with it; its positional parameters are not looked at. */
    private static Optional<String> complaint(String line) {
        CommandSpec command = QFSYNC;
        boolean atRoot = true;
        for (String typed : line.split("\\s+", -1)) {
            if (END.matcher(typed).lookingAt()) {
                break;
            }
            String word = typed.replaceFirst("[,.:;)'\"]+$", "");
            if (word.startsWith("-")) {
                String option = word.replaceFirst("=.*", "");
                if (!command.optionsMap().containsKey(option)) {
                    return Optional.of("no option " + option);
                }
            } else if (command.subcommands().containsKey(word)) {
                command = command.subcommands().get(word).getCommandSpec();
                atRoot = false;
            } else if (!word.isEmpty()
                    && (atRoot || (command.positionalParameters().isEmpty() && isGroup(command)))
                    && word.matches("[a-z][a-z-]*")) {
                return Optional.of("no command " + word);
            } else if (atRoot) {
                break;
            }
        }
        return Optional.empty();
    }

    private static boolean isGroup(CommandSpec command) {
        return !command.subcommands().isEmpty()
                && command.subcommands().keySet().stream().anyMatch(name -> !name.equals("help"));
    }
}
