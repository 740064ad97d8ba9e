package org.qfsync.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.qfsync.analytics.NamedQuery;
import org.qfsync.analytics.ParameterType;
import org.qfsync.analytics.QueryParameter;

/**
 * The fields of a question as they are filled in, and what is wrong with them.
 *
 * @param unknown what was asked for and is none of them
 */
public record QuestionForm(String name, List<Field> fields, List<String> unknown) {
    public QuestionForm {
        fields = List.copyOf(fields);
        unknown = List.copyOf(unknown);
    }

    static QuestionForm of(NamedQuery query, Map<String, String> asked) {
        List<String> known =
                query.parameters().stream().map(QueryParameter::name).toList();
        // Who only comes to see the form has done nothing wrong yet.
        boolean judged = !asked.isEmpty();
        return new QuestionForm(
                query.name(),
                query.parameters().stream()
                        .map(each -> Field.of(each, asked.getOrDefault(each.name(), ""), judged))
                        .toList(),
                asked.keySet().stream().filter(each -> !known.contains(each)).toList());
    }

    /** True if the question can be asked with them. */
    boolean isComplete() {
        return unknown.isEmpty() && fields.stream().allMatch(Field::isRight);
    }

    /** What is wrong, in a sentence; empty if nothing is. */
    String problem() {
        if (!unknown.isEmpty()) {
            return "This question has no field \"" + unknown.get(0)
                    + "\". Nothing was asked: correct the address, or fill" + " in the fields below and ask.";
        }
        long wrong = fields.stream().filter(field -> !field.problem().isEmpty()).count();
        return wrong == 0
                ? ""
                : "Nothing was asked yet: " + (wrong == 1 ? "a field needs" : wrong + " fields need")
                        + " another look, see below.";
    }

    /** What was filled in, without what is as it would be anyhow. */
    Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        fields.stream()
                .filter(Field::isChosen)
                .forEach(field -> given.put(field.parameter().name(), field.value()));
        return given;
    }

    /** Where the same question is answered as a file of that ending. */
    public String download(String ending) {
        String query = given().entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return "/questions/" + name + "/answer." + ending + (query.isEmpty() ? "" : "?" + query);
    }

    /**
     * A field.
     *
     * @param value as it is filled in, right or wrong
     * @param problem what is wrong with it; empty if nothing is, or nothing was filled in yet
     * @param isRight true if the question can be asked with it
     */
    public record Field(QueryParameter parameter, String value, String problem, boolean isRight) {
        private static Field of(QueryParameter parameter, String given, boolean judged) {
            Optional<String> problem = parameter.problem(given);
            return new Field(
                    parameter,
                    given.isBlank() ? parameter.defaultValue().orElse("") : given,
                    judged ? problem.orElse("") : "",
                    problem.isEmpty());
        }

        private boolean isChosen() {
            return !value.isBlank()
                    && !parameter.defaultValue().filter(value::equals).isPresent();
        }

        public String name() {
            return parameter.name();
        }

        public String label() {
            String words = name().replace('_', ' ');
            return words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1);
        }

        public String hint() {
            return (parameter.description()
                            + (parameter.isRequired() ? " Needed" : parameter.optional() ? " May stay empty" : "")
                            + (parameter.type() == ParameterType.TIME
                                    ? ": " + parameter.type().expected()
                                    : ""))
                    .strip()
                    .replaceFirst("(?<![.])$", ".");
        }

        public boolean isTruth() {
            return parameter.type() == ParameterType.BOOLEAN;
        }

        /** Browsers show nothing where a text is no date: then it is a text, so that it is not lost. */
        public String input() {
            return parameter.type() == ParameterType.DATE && isRight ? "date" : "text";
        }

        /** Which keys a telephone shows. A field of type number would lose what is none. */
        public String keys() {
            return switch (parameter.type()) {
                case INTEGER -> "numeric";
                case NUMBER -> "decimal";
                default -> "text";
            };
        }
    }
}
