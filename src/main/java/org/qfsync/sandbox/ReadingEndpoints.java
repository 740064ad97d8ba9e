package org.qfsync.sandbox;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Where and how much one user has been reading: sessions, activity days and streaks. */
final class ReadingEndpoints {
    private static final QueryRules SESSIONS = QueryRules.cursorList();
    private static final QueryRules STREAKS = QueryRules.cursorList()
            .date("from")
            .date("to")
            .words("type", "QURAN")
            .words("sortOrder", "asc", "desc")
            .words("orderBy", "startDate", "days")
            .words("status", "ACTIVE", "BROKEN");
    private static final QueryRules STREAK_DAYS = QueryRules.none().required("type", Set.of("QURAN"));
    private static final Comparator<ObjectNode> BY_DATE =
            Comparator.comparing((ObjectNode day) -> text(day, "date")).thenComparing(NoteEndpoint::id);
    private static final Comparator<ObjectNode> BY_START = Comparator.comparing(
                    (ObjectNode streak) -> text(streak, "startDate"))
            .thenComparing(NoteEndpoint::id);
    private static final Comparator<ObjectNode> BY_DAYS = Comparator.comparing(
                    (ObjectNode streak) -> streak.path("days").intValue(0))
            .thenComparing(BY_START);

    private final World world;
    private final Shifts shifts;
    private final QueryRules days;

    ReadingEndpoints(World world, Shifts shifts) {
        this.world = world;
        this.shifts = shifts;
        this.days = QueryRules.cursorList()
                .date("from")
                .date("to")
                .words("dateOrderBy", "asc", "desc")
                .words("type", Set.copyOf(world.activityTypes()));
    }

    Reply answer(Call call, int user) {
        return switch (call.route()) {
            case READING_SESSIONS -> sessions(call, user);
            case ACTIVITY_DAYS -> activityDays(call, user);
            case STREAKS -> streaks(call, user);
            default -> streakDays(call, user);
        };
    }

    private Reply sessions(Call call, int user) {
        SESSIONS.check(call);
        return list(call, user, world.journal(user).sessions());
    }

    private Reply activityDays(Call call, int user) {
        days.check(call);
        Map<String, String> query = call.query();
        Predicate<ObjectNode> asked =
                day -> query.getOrDefault("type", text(day, "type")).equals(text(day, "type"))
                        && query.getOrDefault("from", "").compareTo(text(day, "date")) <= 0
                        && query.getOrDefault("to", "9").compareTo(text(day, "date")) >= 0;
        Comparator<ObjectNode> order = "asc".equals(query.get("dateOrderBy")) ? BY_DATE : BY_DATE.reversed();
        return list(
                call,
                user,
                world.journal(user).days().stream().filter(asked).sorted(order).toList());
    }

    /** A streak is asked for if any of its days is. */
    private Reply streaks(Call call, int user) {
        STREAKS.check(call);
        checkZone(call);
        Map<String, String> query = call.query();
        Predicate<ObjectNode> asked =
                streak -> query.getOrDefault("status", text(streak, "status")).equals(text(streak, "status"))
                        && query.getOrDefault("from", "").compareTo(date(streak, "endDate")) <= 0
                        && query.getOrDefault("to", "9").compareTo(date(streak, "startDate")) >= 0;
        Comparator<ObjectNode> order = "days".equals(query.get("orderBy")) ? BY_DAYS : BY_START;
        return list(
                call,
                user,
                world.journal(user).streaks().stream()
                        .filter(asked)
                        .sorted("asc".equals(query.get("sortOrder")) ? order : order.reversed())
                        .toList());
    }

    private Reply streakDays(Call call, int user) {
        STREAK_DAYS.check(call);
        checkZone(call);
        int days = world.journal(user).streaks().stream()
                .filter(streak -> text(streak, "status").equals("ACTIVE"))
                .mapToInt(streak -> streak.path("days").intValue(0))
                .max()
                .orElse(0);
        return Listed.single(JsonNodeFactory.instance.objectNode().put("days", days));
    }

    /** The day of this world is that of UTC, whatever zone is named; but a zone that does not exist is refused. */
    static void checkZone(Call call) {
        call.header("x-timezone").ifPresent(zone -> {
            try {
                ZoneId.of(zone);
            } catch (DateTimeException e) {
                throw Refusal.validation(Map.of("x-timezone", "INVALID"));
            }
        });
    }

    private Reply list(Call call, int user, List<ObjectNode> items) {
        return Listed.reply(shifts.page(call, user, items, NoteEndpoint::id), user);
    }

    private static String text(JsonNode item, String field) {
        return item.path(field).stringValue("");
    }

    private static String date(JsonNode item, String field) {
        return text(item, field).substring(0, 10);
    }
}
