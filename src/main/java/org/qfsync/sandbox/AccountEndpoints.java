package org.qfsync.sandbox;

import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What there is once for each user: today's plan, preferences and profile. */
final class AccountEndpoints {
    private static final Set<String> GOALS = Set.of("QURAN_TIME", "QURAN_PAGES", "QURAN_RANGE");
    private static final QueryRules PLAN =
            QueryRules.none().required("type", GOALS).required("mushafId", QueryRules.MUSHAFS);
    private static final QueryRules PREFERENCES = QueryRules.none();
    private static final QueryRules PROFILE = QueryRules.none().words("qdc", "true", "false", "");

    private final World world;

    AccountEndpoints(World world) {
        this.world = world;
    }

    Reply answer(Call call, int user) {
        Journal journal = world.journal(user);
        return switch (call.route()) {
            case TODAYS_PLAN -> plan(call, journal);
            case PREFERENCES -> {
                PREFERENCES.check(call);
                yield Listed.single(journal.preferences());
            }
            default -> profile(call, journal);
        };
    }

    /** A goal is of one type; asked for another, the user has none. */
    private static Reply plan(Call call, Journal journal) {
        PLAN.check(call);
        ReadingEndpoints.checkZone(call);
        return Listed.single(journal.plan(call.query().getOrDefault("type", "")));
    }

    /** Alone among its siblings it comes without an envelope; address and picture only with {@code qdc}. */
    private static Reply profile(Call call, Journal journal) {
        PROFILE.check(call);
        ObjectNode profile = journal.profile().deepCopy();
        if ("false".equals(call.query().getOrDefault("qdc", "false"))) {
            profile.remove(Set.of("email", "photoUrl"));
        }
        return Reply.json(
                200,
                json -> profile.properties().forEach(field -> {
                    json.writeName(field.getKey());
                    json.writeTree(field.getValue());
                }));
    }

    static ObjectNode noGoal() {
        return JsonNodeFactory.instance.objectNode().put("hasGoal", false);
    }
}
