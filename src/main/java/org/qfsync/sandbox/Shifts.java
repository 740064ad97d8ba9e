package org.qfsync.sandbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Listings whose order changes while they are walked. It then stays as it became. Thread-safe. */
final class Shifts {
    private static final Set<String> PAGING = Set.of("first", "after", "last", "before", "cursor", "limit");

    private static final class Rule {
        private final String routes;
        private final OptionalInt user;
        private final Shift shift;
        private int left;

        private Rule(String routes, OptionalInt user, Shift shift, int times) {
            this.routes = routes;
            this.user = user;
            this.shift = shift;
            this.left = times;
        }
    }

    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, Integer> turns = new HashMap<>();
    private final Map<String, Long> touched = new HashMap<>();

    /**
     * The next so many walks' turns of a page bring a change of order.
     *
     * @param routes as in a fault rule
     * @param user whose listings; anyone's if empty
     */
    synchronized void add(String routes, OptionalInt user, Shift shift, int times) {
        if (!Route.isKnown(routes)) {
            throw new IllegalArgumentException("The sandbox has no route \"" + routes + "\"");
        }
        rules.add(new Rule(routes, user, shift, times));
    }

    /** A page of a list with {@code first} and {@code after}, or {@code last} and {@code before}. */
    synchronized <T> CursorPage<T> page(Call call, int user, List<T> items, Function<T, String> id) {
        if (call.query().containsKey("last")) {
            return CursorPage.of(turned(items, listing(call, user)), id, call.query());
        }
        return page(
                call, user, items, id, "after", Integer.parseInt(call.query().getOrDefault("first", "")));
    }

    /** What follows the cursor that the parameter of that name has. */
    synchronized <T> CursorPage<T> page(
            Call call, int user, List<T> items, Function<T, String> id, String name, int size) {
        String listing = listing(call, user);
        List<T> order = turned(items, listing);
        String cursor = call.query().get(name);
        CursorPage<T> undisturbed = CursorPage.after(order, id, name, cursor, size);
        Optional<Shift> shift = cursor == null ? Optional.empty() : draw(call.route(), user);
        if (shift.isEmpty()) {
            return undisturbed;
        }
        turns.merge(listing, shift.get() == Shift.MISSED ? 1 : -1, Integer::sum);
        List<T> shifted = turned(items, listing);
        return shift.get() == Shift.JUMPED
                ? CursorPage.at(shifted, id, CursorPage.after(order, id, name, cursor), size)
                : CursorPage.after(shifted, id, name, cursor, size);
    }

    /** The change of order that is due at this turn of a page, if any. */
    synchronized Optional<Shift> draw(Route route, int user) {
        for (Rule rule : rules) {
            if (rule.left > 0 && Route.matches(rule.routes, route) && rule.user.orElse(user) == user) {
                rule.left--;
                return Optional.of(rule.shift);
            }
        }
        return Optional.empty();
    }

    /** Something happened to this resource while mutations were walked; they are in the order of time. */
    synchronized void touch(int user, Mutation mutation, long timestamp) {
        touched.put(user + " " + mutation.key(), timestamp);
    }

    /** The mutation as it is by now. */
    synchronized Mutation latest(int user, Mutation mutation) {
        Long timestamp = touched.get(user + " " + mutation.key());
        return timestamp == null || timestamp <= mutation.timestamp() ? mutation : mutation.at(timestamp);
    }

    private <T> List<T> turned(List<T> items, String listing) {
        int turn = turns.getOrDefault(listing, 0);
        if (turn == 0) {
            return items;
        }
        List<T> turned = new ArrayList<>(items);
        Collections.rotate(turned, turn);
        return turned;
    }

    private static String listing(Call call, int user) {
        Map<String, String> filter = new TreeMap<>(call.query());
        filter.keySet().removeAll(PAGING);
        return user + " " + call.path() + " " + filter;
    }
}
