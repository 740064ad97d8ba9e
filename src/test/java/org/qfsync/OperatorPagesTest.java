package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages for people name only what is there: files, tests and commands that they can look up. */
class OperatorPagesTest {
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|Contract))`");

    static List<Path> pages() throws IOException {
        try (Stream<Path> ops = Files.walk(Path.of("ops"))) {
            List<Path> pages =
                    ops.filter(path -> path.toString().endsWith(".md")).toList();
            assertThat(pages).isNotEmpty();
            return Stream.concat(pages.stream(), Stream.of(Path.of("README.md"), Path.of("sql", "README.md")))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) throws IOException {
        assertThat(LINK.matcher(Files.readString(page)).results())
                .allSatisfy(
                        link -> assertThat(page.resolveSibling(link.group(1))).exists());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyTestThatIsNamedIsThere(Path page) throws IOException {
        Set<String> tests;
        try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
            tests = sources.map(path -> path.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        assertThat(TEST.matcher(Files.readString(page)).results())
                .allSatisfy(named -> assertThat(tests).contains(named.group(1)));
    }
}
