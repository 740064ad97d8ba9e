package org.qfsync.sandbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What changed since a moment, in the pre-live environment: the latest state of each resource, in the order of change.
 * Pages are counted by offset, so that what changes meanwhile shifts them. The head is that of the resources asked for,
 * the virtual Favorites always among them: even who keeps nothing has one.
 */
final class MutationEndpoint {
    private static final Map<String, String> SCOPES = Map.of(
            Mutation.BOOKMARK, "bookmark",
            Mutation.COLLECTION, "collection",
            Mutation.MEMBERSHIP, "collection",
            Mutation.NOTE, "note",
            Mutation.SESSION, "reading_session");
    private static final QueryRules RULES = QueryRules.none()
            .matching("mutationsSince", "-1|\\d{1,16}")
            .demanding("mutationsSince")
            .matching("resources", resource() + "(," + resource() + ")*")
            .words("metadataOnly", "true", "false")
            .number("limit", 1, 1_000)
            .number("page", 1, Integer.MAX_VALUE);
    private static final Comparator<Mutation> BY_TIME =
            Comparator.comparing(Mutation::timestamp).thenComparing(Mutation::key);

    private final World world;
    private final Shifts shifts;

    MutationEndpoint(World world, Shifts shifts) {
        this.world = world;
        this.shifts = shifts;
    }

    Reply answer(Call call, int user, Set<String> scopes) {
        RULES.check(call);
        Map<String, String> query = call.query();
        Set<String> resources = asked(query, scopes);
        long since = Long.parseLong(query.getOrDefault("mutationsSince", "0"));
        if (!query.getOrDefault("page", "1").equals("1")
                && shifts.draw(call.route(), user).isPresent()) {
            touchTheFirst(user, resources, since);
        }
        List<Mutation> all = mutations(user, resources);
        long head = head(user, all);
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        if (!"true".equals(query.get("metadataOnly"))) {
            page(data, query, since(all, since));
        }
        data.put("lastMutationAt", head);
        return Listed.single(data).with("X-Mutation-At", String.valueOf(head));
    }

    private void touchTheFirst(int user, Set<String> resources, long since) {
        List<Mutation> all = mutations(user, resources);
        since(all, since).stream().findFirst().ifPresent(first -> shifts.touch(user, first, head(user, all) + 1));
    }

    private long head(int user, List<Mutation> mutations) {
        return mutations.stream()
                .mapToLong(Mutation::timestamp)
                .reduce(world.data(user).born().toEpochMilli(), Math::max);
    }

    /** Those that were named, all of which must be open to us, or else all that are. */
    private static Set<String> asked(Map<String, String> query, Set<String> scopes) {
        Set<String> open = new TreeSet<>(SCOPES.keySet());
        open.removeIf(resource -> !Scopes.cover(scopes, SCOPES.getOrDefault(resource, "")));
        String named = query.get("resources");
        if (named == null) {
            return open;
        }
        Set<String> asked = Set.copyOf(new TreeSet<>(Arrays.asList(named.split(",", -1))));
        if (!open.containsAll(asked)) {
            throw Refusal.insufficientScope();
        }
        return asked;
    }

    private List<Mutation> mutations(int user, Set<String> resources) {
        Journal journal = world.journal(user);
        List<Mutation> all = new ArrayList<>(world.data(user).mutations());
        journal.notes().forEach(note -> all.add(Mutation.ofNote(note)));
        all.addAll(journal.gone());
        journal.sessions().forEach(session -> all.add(Mutation.ofSession(session)));
        all.removeIf(mutation -> !resources.contains(mutation.resource()));
        all.replaceAll(mutation -> shifts.latest(user, mutation));
        all.sort(BY_TIME);
        return all;
    }

    /** All that is younger; -1 asks for no history at all. */
    private static List<Mutation> since(List<Mutation> all, long moment) {
        return all.stream()
                .filter(mutation -> moment >= 0 && mutation.timestamp() > moment)
                .toList();
    }

    private static void page(ObjectNode data, Map<String, String> query, List<Mutation> mutations) {
        int limit = Integer.parseInt(query.getOrDefault("limit", "100"));
        int page = Integer.parseInt(query.getOrDefault("page", "1"));
        int from = (int) Math.min(mutations.size(), (page - 1L) * limit);
        int to = Math.min(mutations.size(), from + limit);
        ArrayNode told = data.putArray("mutations");
        mutations.subList(from, to).forEach(mutation -> told.add(mutation.told()));
        data.put("page", page)
                .put("limit", limit)
                .put("total", mutations.size())
                .put("hasMore", to < mutations.size());
    }

    private static String resource() {
        return "(" + String.join("|", SCOPES.keySet()) + ")";
    }
}
