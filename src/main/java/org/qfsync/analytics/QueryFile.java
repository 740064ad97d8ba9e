package org.qfsync.analytics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.qfsync.analytics.QueryException.Reason;

/**
 * Reads the file of a named query: comments that begin with {@code -- title:}, {@code question:}, {@code param:} and
 * {@code chart:}, then one statement, in which {@code :name} stands for a parameter. Every mistake is told with file
 * and line. Used once.
 */
final class QueryFile {
    private static final Pattern HEADER = Pattern.compile("--\\s*([a-z]+):\\s*(.*?)\\s*");
    private static final Pattern PARAMETER =
            Pattern.compile("([a-z][a-z0-9_]*)\\s+([a-z]+)\\s+(?:(required|optional)|default\\s+(\\S+))(?:\\s+(.*))?");
    private static final Pattern CHART =
            Pattern.compile("(?:bar|heat\\s+([a-z][a-z0-9_]*))\\s+([a-z][a-z0-9_]*)\\s+([a-z][a-z0-9_]*)");

    /** What is no parameter even if it holds a colon: comments, texts, quoted names, casts; then the parameters. */
    private static final Pattern TOKEN = Pattern.compile(
            "--[^\n]*|/\\*.*?\\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|::|:([A-Za-z_][A-Za-z0-9_]*)", Pattern.DOTALL);

    private final String name;
    private final String file;
    private final List<QueryParameter> parameters = new ArrayList<>();
    private @Nullable String title;
    private @Nullable String question;
    private @Nullable ChartHint chart;

    private QueryFile(String name, String file) {
        this.name = name;
        this.file = file;
    }

    /**
     * The query in a file's text.
     *
     * @param name of the query
     * @param file in which it stands, for messages
     * @throws QueryException with file and line if it is not as it must be
     */
    static NamedQuery parse(String name, String file, String text) {
        return new QueryFile(name, file).parse(text.lines().toList());
    }

    private NamedQuery parse(List<String> lines) {
        int first = 0;
        for (; first < lines.size(); first++) {
            String line = lines.get(first).strip();
            if (!line.isEmpty() && !line.startsWith("--")) {
                break;
            }
            Matcher header = HEADER.matcher(line);
            if (header.matches()) {
                take(header.group(1), header.group(2), first + 1);
            }
        }
        String sql = String.join("\n", lines.subList(first, lines.size())).strip();
        if (sql.endsWith(";")) {
            sql = sql.substring(0, sql.length() - 1).strip();
        }
        if (sql.isEmpty()) {
            throw wrong(lines.size(), "there is no statement below the header");
        }
        return finish(sql, first + 1);
    }

    private void take(String key, String value, int line) {
        if (value.isEmpty()) {
            throw wrong(line, "\"" + key + ":\" says nothing");
        }
        switch (key) {
            case "title" -> title = once(title, value, key, line);
            case "question" -> question = question == null ? value : question + " " + value;
            case "param" -> parameters.add(parameter(value, line));
            case "chart" -> chart = once(chart, chart(value, line), key, line);
            default -> throw wrong(line, "\"" + key + ":\" is not title, question, param or chart");
        }
    }

    private <T> T once(@Nullable T before, T value, String key, int line) {
        if (before != null) {
            throw wrong(line, "\"" + key + ":\" comes a second time");
        }
        return value;
    }

    private QueryParameter parameter(String value, int line) {
        Matcher words = PARAMETER.matcher(value);
        if (!words.matches()) {
            throw wrong(
                    line, "expected \"param: name type required|optional|default VALUE description\", not " + value);
        }
        String called = words.group(1);
        if (parameters.stream().anyMatch(known -> known.name().equals(called))) {
            throw wrong(line, "the parameter " + called + " comes a second time");
        }
        ParameterType type = Stream.of(ParameterType.values())
                .filter(each -> each.word().equals(words.group(2)))
                .findFirst()
                .orElseThrow(() -> wrong(
                        line,
                        words.group(2) + " is no type; there are "
                                + String.join(
                                        ", ",
                                        Stream.of(ParameterType.values())
                                                .map(ParameterType::word)
                                                .toList())));
        Optional<String> defaultValue = Optional.ofNullable(words.group(4));
        defaultValue.ifPresent(given -> requireReadable(type, given, line));
        String description = Optional.ofNullable(words.group(5)).orElse("");
        return new QueryParameter(called, type, "optional".equals(words.group(3)), defaultValue, description);
    }

    private void requireReadable(ParameterType type, String given, int line) {
        try {
            type.read(given);
        } catch (IllegalArgumentException e) {
            throw wrong(line, "the default " + given + " is not " + type.expected());
        }
    }

    private ChartHint chart(String value, int line) {
        Matcher words = CHART.matcher(value);
        if (!words.matches()) {
            throw wrong(
                    line,
                    "expected \"chart: bar label_column value_column\" or \"chart: heat row_column label_column"
                            + " value_column\", not " + value);
        }
        return new ChartHint(words.group(2), words.group(3), Optional.ofNullable(words.group(1)));
    }

    private NamedQuery finish(String sql, int firstLine) {
        if (title == null || question == null) {
            throw wrong(1, "\"title:\" or \"question:\" is missing in the header");
        }
        List<QueryParameter> places = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        int copied = 0;
        Matcher tokens = TOKEN.matcher(sql);
        while (tokens.find()) {
            if (tokens.group(1) != null) {
                QueryParameter parameter = declared(tokens.group(1), lineOf(sql, tokens.start(), firstLine));
                places.add(parameter);
                // With its type: neither database can tell it where a parameter is only compared with NULL.
                statement
                        .append(sql.substring(copied, tokens.start()))
                        .append("CAST(? AS ")
                        .append(parameter.type().sqlName())
                        .append(')');
                copied = tokens.end();
            }
        }
        statement.append(sql.substring(copied));
        parameters.stream().filter(each -> !places.contains(each)).findFirst().ifPresent(unused -> {
            throw wrong(firstLine, "the parameter " + unused.name() + " is not used in the statement");
        });
        return new NamedQuery(
                name, title, question, parameters, Optional.ofNullable(chart), sql, statement.toString(), places);
    }

    private QueryParameter declared(String called, int line) {
        return parameters.stream()
                .filter(known -> known.name().equals(called.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> wrong(line, ":" + called + " is not declared by a \"param:\" in the header"));
    }

    private static int lineOf(String sql, int position, int firstLine) {
        return firstLine
                + (int) sql.substring(0, position)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    private QueryException wrong(int line, String what) {
        return new QueryException(Reason.FILE, file + ":" + line + ": " + what);
    }
}
