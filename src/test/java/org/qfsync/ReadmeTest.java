package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.Settings;

/** Holds the README's table of settings against the code that reads them. */
class ReadmeTest {
    private static final Pattern READ_IN_CODE = Pattern.compile(
            "(?s)(?:settings\\s*\\.\\s*(?:text|raw|integer|duration|parsed|baseUrl)|trimmed|PasswordSetting\\.read)"
                    + "\\(\\s*(?:settings,\\s*)?\"(qf(?:sync)?\\.[a-z.-]+)\"");
    private static final Pattern NAMED_IN_README = Pattern.compile("(?m)^\\| `(QF[A-Z_]+)` \\| `([a-z.-]+)` \\|");

    @Test
    void theReadmeNamesEverySettingThatIsReadAndNoOther() throws IOException {
        Set<String> read;
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            read = sources.filter(path -> path.toString().endsWith(".java"))
                    .flatMap(path -> READ_IN_CODE.matcher(text(path)).results())
                    .map(match -> match.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        assertThat(read).contains("qf.client-id", "qfsync.db.password", "qfsync.api.concurrency");

        Set<String> documented = NAMED_IN_README
                .matcher(text(Path.of("README.md")))
                .results()
                .map(match -> match.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).isEqualTo(read);
    }

    @Test
    void eachVariableInTheReadmeIsTheOneOfItsName() {
        assertThat(NAMED_IN_README.matcher(text(Path.of("README.md"))).results())
                .isNotEmpty()
                .allSatisfy(ReadmeTest::isTheVariableOfItsName);
    }

    private static void isTheVariableOfItsName(MatchResult row) {
        assertThat(row.group(1)).isEqualTo(Settings.variable(row.group(2)));
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
