package org.qfsync.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A part of a list, from {@code first}/{@code after} or {@code last}/{@code before}. */
record CursorPage<T>(List<T> items, boolean hasNext, boolean hasPrevious, Function<T, String> id) {
    private static final int MOST = 20;

    /** What is wrong with the paging parameters, by parameter. */
    static Map<String, String> problems(Map<String, String> query) {
        Map<String, String> problems = new LinkedHashMap<>();
        boolean forward = query.containsKey("first") || query.containsKey("after");
        boolean backward = query.containsKey("last") || query.containsKey("before");
        if (forward && backward) {
            query.keySet().stream()
                    .filter(List.of("last", "before")::contains)
                    .forEach(name -> problems.put(name, "INVALID"));
        }
        String size = backward ? "last" : "first";
        if (!query.containsKey(size)) {
            problems.put(size, "REQUIRED");
        }
        for (String name : List.of("first", "last")) {
            if (query.containsKey(name) && !isSize(query.get(name))) {
                problems.put(name, "INVALID");
            }
        }
        return problems;
    }

    static <T> CursorPage<T> of(List<T> all, Function<T, String> id, Map<String, String> query) {
        if (!query.containsKey("last")) {
            int first = Integer.parseInt(query.getOrDefault("first", ""));
            return after(all, id, "after", query.get("after"), first);
        }
        String before = query.get("before");
        int to = before == null ? all.size() : indexOf(all, id, "before", before);
        int from = Math.max(0, to - Integer.parseInt(query.getOrDefault("last", "")));
        return new CursorPage<>(all.subList(from, to), to < all.size(), from > 0, id);
    }

    /**
     * What follows the cursor, or the beginning without one.
     *
     * @param name of the parameter that has the cursor
     */
    static <T> CursorPage<T> after(
            List<T> all, Function<T, String> id, String name, @Nullable String cursor, int size) {
        return at(all, id, after(all, id, name, cursor), size);
    }

    /** Where what follows the cursor begins. */
    static <T> int after(List<T> all, Function<T, String> id, String name, @Nullable String cursor) {
        return cursor == null ? 0 : indexOf(all, id, name, cursor) + 1;
    }

    static <T> CursorPage<T> at(List<T> all, Function<T, String> id, int from, int size) {
        int to = Math.min(all.size(), from + size);
        return new CursorPage<>(all.subList(from, to), to < all.size(), from > 0, id);
    }

    /** @param absentWhenEmpty leave pagination out altogether when there is nothing, as some answers do */
    void writePagination(JsonGenerator json, boolean absentWhenEmpty) {
        if (items.isEmpty() && absentWhenEmpty) {
            return;
        }
        json.writeObjectPropertyStart("pagination");
        if (items.isEmpty()) {
            json.writeNullProperty("startCursor");
            json.writeNullProperty("endCursor");
        } else {
            json.writeStringProperty("startCursor", cursor(items.get(0)));
            json.writeStringProperty("endCursor", cursor(items.get(items.size() - 1)));
        }
        json.writeBooleanProperty("hasNextPage", hasNext);
        json.writeBooleanProperty("hasPreviousPage", hasPrevious);
        json.writeEndObject();
    }

    private String cursor(T item) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("c:" + id.apply(item)).getBytes(StandardCharsets.UTF_8));
    }

    private static <T> int indexOf(List<T> all, Function<T, String> id, String name, String cursor) {
        String wanted = decode(cursor).orElseThrow(() -> Refusal.validation(Map.of(name, "INVALID")));
        for (int index = 0; index < all.size(); index++) {
            if (id.apply(all.get(index)).equals(wanted)) {
                return index;
            }
        }
        throw Refusal.validation(Map.of(name, "INVALID"));
    }

    private static Optional<String> decode(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return text.startsWith("c:") ? Optional.of(text.substring(2)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isSize(@Nullable String text) {
        return text != null
                && text.matches("\\d{1,2}")
                && Integer.parseInt(text) >= 1
                && Integer.parseInt(text) <= MOST;
    }
}
