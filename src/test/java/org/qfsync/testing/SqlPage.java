package org.qfsync.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code sql/README.md}, the analysts' page, and what of it follows from the database. A part that no longer does is
 * written anew by running the test with {@code -Dqfsync.readme.write=true}.
 */
public final class SqlPage {
    private static final Path PAGE = Path.of("sql", "README.md");
    private static final String WRITE = "qfsync.readme.write";
    private static final Pattern SQL = Pattern.compile("(?s)```sql\n(.*?)```");
    private static final Pattern DIAGRAM = Pattern.compile("(?s)```mermaid\nerDiagram\n(.*?)```");
    private static final Pattern ENTITY = Pattern.compile("(?s)\n {4}(\\w+) \\{\n(.*?)\n {4}\\}");
    private static final Pattern RELATION =
            Pattern.compile("(?m)^ {4}(\\w+) [|}o]{2}(?:--|[.]{2})[|{o]{2} (\\w+) : (.*)$");
    private static final Pattern ANSWER = Pattern.compile(
            "(?s)(### \\d+[.] [^\n]+\n.*?```sql\n)(.*?)(```\n\n)((?:<!-- of its day -->\n)?)(```text\n)(.*?)(```\n)");

    private final String text;

    private SqlPage(String text) {
        this.text = text;
    }

    public static SqlPage read() {
        try {
            return new SqlPage(Files.readString(PAGE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A statement of a block of SQL.
     *
     * @param postgres whether its block says that it is for PostgreSQL alone
     */
    public record Statement(String sql, boolean postgres) {}

    /** All statements of the page, in order. */
    public List<Statement> statements() {
        return SQL.matcher(text).results().flatMap(SqlPage::statements).toList();
    }

    private static Stream<Statement> statements(MatchResult block) {
        boolean postgres = block.group(1).startsWith("-- PostgreSQL");
        String code =
                block.group(1).lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
        return Pattern.compile(";\\s*(?:\n|$)")
                .splitAsStream(code)
                .filter(sql -> !sql.isBlank())
                .map(sql -> new Statement(sql.strip(), postgres));
    }

    /** The names that the diagrams use: {@code entity} and {@code entity.column}. */
    public List<String> drawn() {
        List<String> names = new ArrayList<>();
        for (MatchResult diagram : DIAGRAM.matcher(text).results().toList()) {
            ENTITY.matcher(diagram.group(1))
                    .results()
                    .forEach(entity -> entity.group(2)
                            .lines()
                            .forEach(line -> names.add(
                                    entity.group(1) + "." + line.strip().split(" +", -1)[1])));
            for (MatchResult line : RELATION.matcher(diagram.group(1)).results().toList()) {
                String label = line.group(3).replaceAll("\\(.*|\"|…", "");
                for (String column : label.split(",", -1)) {
                    String name = column.strip();
                    names.add(line.group(1));
                    names.add(line.group(2));
                    if (!name.isEmpty()) {
                        names.add(line.group(2) + "." + name);
                    }
                }
            }
        }
        return names;
    }

    /** The section between two comments of that name is this, or becomes it where writing is asked for. */
    public void assertSays(String name, String now) {
        Matcher section = Pattern.compile("(?s)(<!-- " + name + ": begin[^\n]*-->\n)(.*?)(<!-- " + name + ": end -->)")
                .matcher(text);
        assertThat(section.find()).as("section %s of %s", name, PAGE).isTrue();
        if (Boolean.getBoolean(WRITE)) {
            write(text.substring(0, section.start(2)) + now + text.substring(section.end(2)));
        } else {
            String how = PAGE + ", " + name + "; to write it anew run this test with -D" + WRITE + "=true";
            assertThat(without(section.group(2), now)).as("too much in %s", how).isEmpty();
            assertThat(without(now, section.group(2))).as("missing in %s", how).isEmpty();
            assertThat(section.group(2).equals(now))
                    .as("the order of lines in %s", how)
                    .isTrue();
        }
    }

    /**
     * Each worked question shows what asking its first statement gives; an answer "of its day", which has other dates
     * on other days, has the same first line.
     */
    public void assertAnswered(UnaryOperator<String> answer) {
        Matcher worked = ANSWER.matcher(text);
        StringBuilder page = new StringBuilder();
        int count = 0;
        while (worked.find()) {
            count++;
            String now = answer.apply(worked.group(2).strip().replaceAll(";$", ""));
            boolean same = now.equals(worked.group(6))
                    || (!worked.group(4).isEmpty() && first(now).equals(first(worked.group(6))));
            if (!Boolean.getBoolean(WRITE)) {
                assertThat(same ? worked.group(6) : now)
                        .as("%s, %s; to write it anew run this test with -D%s=true", PAGE, worked.group(2), WRITE)
                        .isEqualTo(worked.group(6));
            }
            worked.appendReplacement(
                    page,
                    Matcher.quoteReplacement(worked.group(1)
                            + worked.group(2)
                            + worked.group(3)
                            + worked.group(4)
                            + worked.group(5)
                            + now
                            + worked.group(7)));
        }
        assertThat(count).as("worked questions in %s", PAGE).isGreaterThanOrEqualTo(10);
        if (Boolean.getBoolean(WRITE)) {
            write(worked.appendTail(page).toString());
        }
    }

    /** The lines of one text that the other has not: a thousand equal ones are not worth showing. */
    private static List<String> without(String text, String other) {
        Set<String> known = other.lines().collect(Collectors.toSet());
        return text.lines().filter(line -> !known.contains(line)).toList();
    }

    private static String first(String answer) {
        return answer.lines().findFirst().orElse("").replaceAll(" +", " ");
    }

    private static void write(String page) {
        try {
            Files.writeString(PAGE, page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
