package org.qfsync;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Dataset;
import org.qfsync.sandbox.UserTruth;
import org.qfsync.token.GrantState;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What analysts must see of a user, worked out by brute force from what the service would tell tonight. */
final class FactsOracle {
    private static final String ABSENT = "-";

    /** Columns of each view, in the order in which {@link #expected} has the values. */
    static final Map<String, String> COLUMNS = columns();

    private final JdbcClient jdbc;
    private final ZoneId zone;
    private final byte[] secret;
    private final Map<String, Integer> verseIds = new HashMap<>();

    FactsOracle(JdbcClient jdbc, ZoneId zone) {
        this.jdbc = jdbc;
        this.zone = zone;
        this.secret = jdbc.sql("SELECT secret FROM mart.pseudonym_key")
                .query(byte[].class)
                .single();
        numberVerses();
    }

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("dim_user", "first_seen_on, consent_state, granted_datasets");
        columns.put(
                "fact_bookmark",
                "bookmark_key, type, chapter_id, verse_number, verse_id, number, is_in_favorites, is_reading, created_on,"
                        + " created_at");
        columns.put("fact_collection", "collection_key, is_private, updated_at");
        columns.put(
                "fact_collection_item",
                "collection_key, bookmark_key, is_favorites, type, chapter_id, verse_number, verse_id, added_at, added_on");
        columns.put("fact_note", "note_key, body_length, range_count, verse_count, created_at, updated_at");
        columns.put("fact_note_verse", "note_key, verse_id");
        columns.put("fact_reading_session", "session_key, chapter_id, verse_number, verse_id, read_at");
        columns.put(
                "fact_activity_day",
                "activity_key, activity_date, type, progress, pages_read, seconds_read, verses_read, daily_target_seconds,"
                        + " daily_target_pages, goal_met");
        columns.put("fact_activity_verse", "activity_key, activity_date, type, verse_id");
        columns.put("fact_streak", "streak_key, starts_on, ends_on, days, status, type");
        columns.put("fact_goal", "goal_type, has_goal, plan_date, progress");
        return columns;
    }

    /** The chapters' counts as the sandbox's own file has them. */
    private void numberVerses() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(FactsOracle.class.getResourceAsStream("/org/qfsync/sandbox/structure.txt")),
                StandardCharsets.UTF_8))) {
            int chapter = 0;
            for (String line :
                    lines.lines().filter(each -> each.startsWith("surah ")).toList()) {
                chapter++;
                int verses = Integer.parseInt(line.split(" ", -1)[1]);
                for (int verse = 1; verse <= verses; verse++) {
                    verseIds.put(chapter + ":" + verse, verseIds.size() + 1);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong: empty if each view has just the rows that it must have of that user. */
    List<String> differences(UserTruth truth) {
        List<String> differences = new ArrayList<>();
        COLUMNS.forEach((view, columns) -> {
            List<String> shown = shown(view, columns, userKey(truth.sub()));
            List<String> expected = expected(view, truth);
            Set<String> known = Set.copyOf(shown);
            Set<String> right = Set.copyOf(expected);
            expected.stream()
                    .filter(row -> !known.contains(row))
                    .forEach(row -> differences.add(view + " lacks " + row));
            shown.stream()
                    .filter(row -> !right.contains(row))
                    .forEach(row -> differences.add(view + " wrongly has " + row));
            if (shown.size() != expected.size()) {
                differences.add(view + " has " + shown.size() + " rows for " + expected.size());
            }
        });
        return differences;
    }

    /** Verses whose number in the order of the mushaf is another; empty if all are there and right. */
    Map<String, Integer> versesAmiss() {
        Map<String, Integer> amiss = new HashMap<>(verseIds);
        jdbc.sql("SELECT verse_key, verse_id FROM analytics.dim_verse").query(row -> {
            if (!amiss.remove(row.getString(1), row.getInt(2))) {
                amiss.put(row.getString(1), row.getInt(2));
            }
        });
        return amiss;
    }

    private List<String> shown(String view, String columns, String userKey) {
        return jdbc
                .sql("SELECT " + columns + " FROM analytics." + view + " WHERE user_key = ?")
                .param(userKey)
                .query()
                .listOfRows()
                .stream()
                .map(row -> row.values().stream().map(Cells::stored).collect(Collectors.joining("|")))
                .toList();
    }

    /** Which bookmark is in which collection, as {@link #membership} writes it. */
    List<String> items(UserTruth truth) {
        return objects(truth, "collection_items")
                .map(item -> rowKey(truth, item.path("collectionId")) + " " + rowKey(truth, item.path("id")))
                .sorted()
                .toList();
    }

    /** How a grant in that state is called. */
    static String consentState(GrantState state) {
        return switch (state) {
            case ACTIVE, REFRESHING, IN_DOUBT, BACKING_OFF -> "granted";
            case PAUSED -> "paused";
            case QUARANTINED -> "quarantined";
            case REAUTH_REQUIRED, REVOKED -> "to be renewed";
        };
    }

    /** What analysts see of it; empty if they do not see that user. */
    Optional<String> consentState(String sub) {
        return jdbc.sql("SELECT consent_state FROM analytics.dim_user WHERE user_key = ?")
                .param(userKey(sub))
                .query(String.class)
                .optional();
    }

    /** What stood in the user's collections at that moment, going by the history. */
    List<String> membership(String from, String sub) {
        return jdbc.sql("SELECT collection_key || ' ' || bookmark_key FROM " + from + " WHERE user_key = ?"
                        + " ORDER BY collection_key, bookmark_key")
                .param(userKey(sub))
                .query(String.class)
                .list();
    }

    private List<String> expected(String view, UserTruth truth) {
        return switch (view) {
            case "dim_user" -> List.of(row(firstSeenOn(truth.sub()), "granted", datasets(truth)));
            case "fact_bookmark" -> rows(truth, "bookmarks", this::bookmark);
            case "fact_collection" ->
                rows(
                        truth,
                        "collections",
                        (user, it) -> row(rowKey(user, it.path("id")), it.path("isPrivate"), it.path("updatedAt")));
            case "fact_collection_item" -> rows(truth, "collection_items", this::item);
            case "fact_note" -> rows(truth, "notes", this::note);
            case "fact_note_verse" ->
                objects(truth, "notes")
                        .flatMap(it -> verses(it).stream().mapToObj(id -> row(rowKey(truth, it.path("id")), id)))
                        .toList();
            case "fact_reading_session" -> rows(truth, "reading_sessions", this::session);
            case "fact_activity_day" -> rows(truth, "activity_days", this::activity);
            case "fact_activity_verse" ->
                objects(truth, "activity_days")
                        .flatMap(it -> verses(it).stream()
                                .mapToObj(
                                        id -> row(rowKey(truth, it.path("id")), it.path("date"), it.path("type"), id)))
                        .toList();
            case "fact_streak" -> rows(truth, "streaks", this::streak);
            default ->
                rows(
                        truth,
                        "goal_plan",
                        (user, it) ->
                                row(it.path("askedType"), it.path("hasGoal"), it.path("date"), it.path("progress")));
        };
    }

    private String bookmark(UserTruth user, ObjectNode it) {
        boolean ayah = it.path("type").stringValue("").equals("ayah");
        return row(
                rowKey(user, it.path("id")),
                marked(it),
                ayah ? null : it.path("key"),
                it.path("isInDefaultCollection"),
                it.path("isReading"),
                day(it.path("createdAt")),
                it.path("createdAt"));
    }

    private String item(UserTruth user, ObjectNode it) {
        return row(
                rowKey(user, it.path("collectionId")),
                rowKey(user, it.path("id")),
                it.path("collectionId").stringValue("").equals("__default__"),
                marked(it),
                it.path("createdAt"),
                day(it.path("createdAt")));
    }

    private String marked(ObjectNode it) {
        String type = it.path("type").stringValue("");
        boolean ayah = type.equals("ayah");
        return row(
                type,
                ayah || type.equals("surah") ? it.path("key") : null,
                ayah ? it.path("verseNumber") : null,
                ayah
                        ? verseIds.get(it.path("key").asInt() + ":"
                                + it.path("verseNumber").asInt())
                        : null);
    }

    private String note(UserTruth user, ObjectNode it) {
        String body = it.path("body").stringValue("");
        return row(
                rowKey(user, it.path("id")),
                body.codePointCount(0, body.length()),
                it.path("ranges").size(),
                verses(it).cardinality(),
                it.path("createdAt"),
                it.path("updatedAt"));
    }

    private String session(UserTruth user, ObjectNode it) {
        JsonNode chapter = it.path("chapterNumber");
        JsonNode verse = it.path("verseNumber");
        return row(
                rowKey(user, it.path("id")),
                chapter,
                verse,
                verseIds.get(chapter.asInt() + ":" + verse.asInt()),
                it.path("updatedAt"));
    }

    private String activity(UserTruth user, ObjectNode it) {
        boolean goal = Stream.of("dailyTargetPages", "dailyTargetSeconds", "dailyTargetRanges")
                .anyMatch(it::hasNonNull);
        return row(
                rowKey(user, it.path("id")),
                it.path("date"),
                it.path("type"),
                it.path("progress"),
                it.path("pagesRead"),
                it.path("secondsRead"),
                it.path("versesRead"),
                it.path("dailyTargetSeconds"),
                it.path("dailyTargetPages"),
                goal ? it.path("progress").asDouble() >= 1 : null);
    }

    private String streak(UserTruth user, ObjectNode it) {
        return row(
                rowKey(user, it.path("id")),
                it.path("startDate").stringValue().substring(0, 10),
                it.path("endDate").stringValue().substring(0, 10),
                it.path("days"),
                it.path("status"),
                it.path("type"));
    }

    /** Verse by verse, through all chapters. */
    private BitSet verses(ObjectNode it) {
        BitSet verses = new BitSet();
        it.path("ranges").valueStream().map(JsonNode::asString).forEach(range -> {
            List<String> ends = List.of(range.split("-", -1));
            int first = Objects.requireNonNull(verseIds.get(ends.get(0)), range);
            int last = Objects.requireNonNull(verseIds.get(ends.get(ends.size() - 1)), range);
            verses.set(first, last + 1);
        });
        return verses;
    }

    private LocalDate firstSeenOn(String sub) {
        OffsetDateTime moment = jdbc.sql("SELECT first_seen_at FROM qf.app_user WHERE sub = ?")
                .param(sub)
                .query(OffsetDateTime.class)
                .single();
        return moment.atZoneSameInstant(zone).toLocalDate();
    }

    private static @Nullable String datasets(UserTruth truth) {
        String all = Stream.of(Dataset.values())
                .filter(Dataset::isUserData)
                .filter(dataset -> dataset.isCoveredBy(truth.scopes()))
                .map(Dataset::id)
                .sorted()
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? null : all;
    }

    private @Nullable String day(JsonNode moment) {
        return moment.isString()
                ? Instant.parse(moment.stringValue()).atZone(zone).toLocalDate().toString()
                : null;
    }

    private static Stream<ObjectNode> objects(UserTruth truth, String dataset) {
        return truth.datasets().getOrDefault(dataset, List.of()).stream();
    }

    private static List<String> rows(UserTruth truth, String dataset, BiFunction<UserTruth, ObjectNode, String> row) {
        return objects(truth, dataset).map(it -> row.apply(truth, it)).toList();
    }

    private static String row(@Nullable Object... cells) {
        List<String> texts = new ArrayList<>();
        for (Object cell : cells) {
            texts.add(cell instanceof JsonNode sent ? Cells.sent(sent) : cell == null ? ABSENT : cell.toString());
        }
        return String.join("|", texts);
    }

    String userKey(String sub) {
        return hmac(sub);
    }

    private String rowKey(UserTruth user, JsonNode id) {
        return hex(sha256(hmac("rows\u0000" + user.sub()) + id.stringValue()), 24);
    }

    private String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return hex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), 32);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes, int digits) {
        return HexFormat.of().formatHex(bytes).substring(0, digits);
    }

    /** Every view that tells one user from another, and how many rows it has of that one. */
    Map<String, Long> rowsOf(String sub) {
        Map<String, Long> rows = new TreeMap<>();
        jdbc.sql("SELECT LOWER(table_name) FROM information_schema.columns"
                        + " WHERE LOWER(table_schema) = 'analytics' AND LOWER(column_name) = 'user_key'")
                .query(String.class)
                .list()
                .forEach(view -> rows.put(
                        view,
                        jdbc.sql("SELECT COUNT(*) FROM analytics." + view + " WHERE user_key = ?")
                                .param(userKey(sub))
                                .query(Long.class)
                                .single()));
        return rows;
    }
}
