package org.qfsync.analytics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.qfsync.analytics.QueryException.Reason;

/**
 * A question that has a name and an answer in SQL.
 *
 * @param name as it is typed
 * @param title in a few words
 * @param question as a person asks it
 * @param sql as it is written in its file, without the header
 * @param statement the same with a place for each parameter, of its type
 * @param places the parameters in the order of their places
 */
public record NamedQuery(
        String name,
        String title,
        String question,
        List<QueryParameter> parameters,
        Optional<ChartHint> chart,
        String sql,
        String statement,
        List<QueryParameter> places) {
    public NamedQuery {
        parameters = List.copyOf(parameters);
        places = List.copyOf(places);
    }

    /**
     * The words behind the name of the program by which it is asked in a shell, values quoted where a shell needs it.
     *
     * @param given texts by name of parameter
     */
    public String command(Map<String, String> given) {
        return "query " + name
                + given.entrySet().stream()
                        .map(each -> " --param " + each.getKey() + "=" + quoted(each.getValue()))
                        .collect(Collectors.joining());
    }

    private static String quoted(String value) {
        return value.matches("[A-Za-z0-9_.:+-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
    }

    /**
     * The values of its places.
     *
     * @param given texts by name of parameter; a blank one counts as left out
     * @throws QueryException if one is unknown, missing or of another type
     */
    List<@Nullable Object> bind(Map<String, String> given) {
        given.keySet().stream()
                .filter(each ->
                        parameters.stream().noneMatch(known -> known.name().equals(each)))
                .findFirst()
                .ifPresent(this::refuseUnknown);
        Map<String, @Nullable Object> values = new HashMap<>();
        for (QueryParameter parameter : parameters) {
            values.put(parameter.name(), value(parameter, given.get(parameter.name())));
        }
        List<@Nullable Object> bound = new ArrayList<>();
        places.forEach(place -> bound.add(values.get(place.name())));
        return bound;
    }

    private void refuseUnknown(String parameter) {
        List<String> names = parameters.stream().map(QueryParameter::name).toList();
        String known = names.isEmpty()
                ? "it takes none"
                : Suggestions.didYouMean(parameter, names)
                        .orElse("it takes "
                                + parameters.stream().map(QueryParameter::words).collect(Collectors.joining(", ")));
        throw new QueryException(
                Reason.PARAMETER, "The query " + name + " has no parameter \"" + parameter + "\"; " + known);
    }

    private @Nullable Object value(QueryParameter parameter, @Nullable String given) {
        String text =
                given == null || given.isBlank() ? parameter.defaultValue().orElse(null) : given;
        if (text == null) {
            if (parameter.isRequired()) {
                throw new QueryException(
                        Reason.PARAMETER,
                        "The query " + name + " needs the parameter " + parameter.name() + ", "
                                + parameter.type().expected() + ": --param " + parameter.name() + "=...");
            }
            return null;
        }
        try {
            return parameter.type().read(text);
        } catch (IllegalArgumentException e) {
            throw new QueryException(
                    Reason.PARAMETER,
                    "The parameter " + parameter.name() + " of the query " + name + ": \"" + text + "\" is not "
                            + parameter.type().expected(),
                    e);
        }
    }
}
