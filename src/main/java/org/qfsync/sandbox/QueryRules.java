package org.qfsync.sandbox;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a route of the user API takes in its query; anything else is refused as the service does. Immutable. */
final class QueryRules {
    static final Set<String> MUSHAFS = Set.of("1", "2", "3", "4", "5", "6", "7", "11", "19");

    private static final Set<String> PAGING = Set.of("first", "after", "last", "before");

    private final boolean paged;
    private final Map<String, Predicate<String>> values;
    private final Set<String> required;

    private QueryRules(boolean paged, Map<String, Predicate<String>> values, Set<String> required) {
        this.paged = paged;
        this.values = values;
        this.required = required;
    }

    /** Takes no parameters yet. */
    static QueryRules none() {
        return new QueryRules(false, Map.of(), Set.of());
    }

    /** Takes those of a cursor list. */
    static QueryRules cursorList() {
        return new QueryRules(true, Map.of(), Set.of());
    }

    QueryRules words(String name, String... words) {
        return words(name, Set.of(words));
    }

    QueryRules words(String name, Set<String> words) {
        return with(name, words::contains);
    }

    QueryRules matching(String name, String regex) {
        return with(name, Pattern.compile(regex).asMatchPredicate());
    }

    QueryRules date(String name) {
        return with(name, QueryRules::isDate);
    }

    QueryRules number(String name, int least, int most) {
        return with(name, text -> isBetween(text, least, most));
    }

    QueryRules anything(String name) {
        return with(name, text -> !text.isEmpty());
    }

    /** As {@link #words}, and it must be there. */
    QueryRules required(String name, Set<String> words) {
        return words(name, words).demanding(name);
    }

    QueryRules demanding(String name) {
        Set<String> more = new TreeSet<>(required);
        more.add(name);
        return new QueryRules(paged, values, more);
    }

    private QueryRules with(String name, Predicate<String> good) {
        Map<String, Predicate<String>> more = new HashMap<>(values);
        more.put(name, good);
        return new QueryRules(paged, more, required);
    }

    /** Refuses what is missing, unknown or not among the values. */
    void check(Call call) {
        Map<String, String> query = call.query();
        Map<String, String> problems = new LinkedHashMap<>(paged ? CursorPage.problems(query) : Map.of());
        required.stream().filter(name -> !query.containsKey(name)).forEach(name -> problems.put(name, "REQUIRED"));
        new TreeMap<>(query).forEach((name, value) -> {
            if (!isGood(name, value)) {
                problems.put(name, "INVALID");
            }
        });
        if (!problems.isEmpty()) {
            throw Refusal.validation(problems);
        }
    }

    private boolean isGood(String name, String value) {
        if (paged && PAGING.contains(name)) {
            return true; // judged with the other parameters of paging
        }
        return values.containsKey(name)
                && Objects.requireNonNull(values.get(name)).test(value);
    }

    private static boolean isBetween(String text, int least, int most) {
        return text.matches("\\d{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most;
    }

    private static boolean isDate(String text) {
        if (!text.matches("\\d{4}-\\d{2}-\\d{2}")) {
            return false;
        }
        try {
            return LocalDate.parse(text).toString().equals(text);
        } catch (DateTimeException e) {
            return false; // looks like a date, but is none
        }
    }
}
