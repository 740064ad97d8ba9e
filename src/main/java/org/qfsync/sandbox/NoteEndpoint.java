package org.qfsync.sandbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One user's notes, which are paged in a way of their own: {@code cursor} and {@code limit}. */
final class NoteEndpoint {
    private static final int USUAL = 20;
    private static final QueryRules RULES =
            QueryRules.none().anything("cursor").number("limit", 1, 50).words("sortBy", "newest", "oldest");

    private final World world;
    private final Shifts shifts;

    NoteEndpoint(World world, Shifts shifts) {
        this.world = world;
        this.shifts = shifts;
    }

    Reply answer(Call call, int user) {
        RULES.check(call);
        Map<String, String> query = call.query();
        List<ObjectNode> notes = new ArrayList<>(world.journal(user).notes());
        if ("oldest".equals(query.get("sortBy"))) {
            Collections.reverse(notes);
        }
        int limit = Integer.parseInt(query.getOrDefault("limit", String.valueOf(USUAL)));
        return Listed.reply(shifts.page(call, user, notes, NoteEndpoint::id, "cursor", limit), user);
    }

    static String id(JsonNode item) {
        return item.path("id").stringValue("");
    }
}
