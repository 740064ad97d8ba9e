package org.qfsync;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.qfsync.sandbox.UserTruth;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The finished questions answered a second time, row by row and in no clever way, from what the service would tell. */
final class QuestionsOracle {
    private record Save(String sub, int chapter, int verse, String collection, Instant at) {
        String key() {
            return chapter + ":" + verse;
        }
    }

    private record ActiveDay(String sub, LocalDate day, ObjectNode row) {
        LocalDate week() {
            return monday(day);
        }
    }

    private static final List<Integer> STREAKS = List.of(1, 2, 3, 4, 7, 14, 30, 60, 100, 200, 365);

    private final JdbcClient jdbc;
    private final ZoneId zone;
    private final List<UserTruth> users;
    private final Map<String, String> userKeys;
    private final Map<String, Integer> juzs;
    private final Map<Integer, String> chapters;
    private final TreeMap<Integer, Integer> lengths = new TreeMap<>();

    /**
     * An oracle.
     *
     * @param users whose consent stands, and who were copied as they are
     */
    QuestionsOracle(JdbcClient jdbc, ZoneId zone, List<UserTruth> users) {
        this.jdbc = jdbc;
        this.zone = zone;
        this.users = users;
        this.userKeys = map("SELECT sub, user_key FROM mart.user_key", Object::toString, Object::toString);
        this.juzs = map("SELECT verse_key, juz_number FROM qf.verse", Object::toString, QuestionsOracle::number);
        this.chapters =
                map("SELECT chapter_id, name_simple FROM qf.chapter", QuestionsOracle::number, Object::toString);
        this.lengths.putAll(map(
                "SELECT chapter_id, verses_count FROM qf.chapter", QuestionsOracle::number, QuestionsOracle::number));
    }

    private <K, V> Map<K, V> map(String sql, Function<Object, K> key, Function<Object, V> value) {
        Map<K, V> map = new HashMap<>();
        jdbc.sql(sql).query().listOfRows().forEach(row -> {
            List<Object> cells = new ArrayList<>(row.values());
            map.put(key.apply(cells.get(0)), value.apply(cells.get(1)));
        });
        return map;
    }

    private static Integer number(Object value) {
        return ((Number) value).intValue();
    }

    /** The questions whose answer in the database is another; empty if all are right. */
    Map<String, String> differences() {
        Map<String, String> differences = new LinkedHashMap<>();
        expected().forEach((question, rows) -> {
            List<String> stored = stored("SELECT " + question);
            List<String> right = rows.stream().sorted().toList();
            if (!stored.equals(right)) {
                differences.put(question, "is " + stored + " and should be " + right);
            }
        });
        return differences;
    }

    /** The views of {@code analytics} that are asked. */
    Set<String> views() {
        return expected().keySet().stream()
                .map(question -> question.replaceAll("(?s).* FROM analytics\\.(\\w+).*", "$1"))
                .collect(Collectors.toSet());
    }

    private List<String> stored(String sql) {
        return jdbc
                .sql(sql)
                .query((row, n) -> {
                    List<String> cells = new ArrayList<>();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        cells.add(cell(row.getObject(i)));
                    }
                    return String.join("|", cells);
                })
                .list()
                .stream()
                .sorted()
                .toList();
    }

    private static String cell(@Nullable Object value) {
        if (value instanceof Number number) {
            return new BigDecimal(number.toString())
                    .setScale(9, RoundingMode.HALF_UP)
                    .stripTrailingZeros()
                    .toPlainString();
        }
        return String.valueOf(value);
    }

    private static String row(@Nullable Object... cells) {
        return Stream.of(cells).map(QuestionsOracle::cell).collect(Collectors.joining("|"));
    }

    private Map<String, List<String>> expected() {
        List<Save> saves = users.stream().flatMap(QuestionsOracle::saves).toList();
        Map<String, List<String>> expected = new LinkedHashMap<>();
        expected.put(
                "verse_key, chapter_name, juz_number, saves, users FROM analytics.most_saved_verses",
                tallied(saves, save -> row(save.key(), chapters.get(save.chapter()), juzs.get(save.key()))));
        expected.put(
                "chapter_id, chapter_name, saves, users FROM analytics.saves_by_chapter",
                tallied(saves, save -> row(save.chapter(), chapters.get(save.chapter()))));
        expected.put(
                "juz_number, saves, users FROM analytics.saves_by_juz",
                tallied(saves, save -> row(juzs.get(save.key()))));
        expected.put(
                "month_start, saves, users FROM analytics.saves_by_month",
                tallied(saves, save -> month(save.at()).toString()));
        expected.put(
                "verse_key, users FROM analytics.favorite_verses",
                grouped(saves.stream().filter(save -> save.collection().equals("__default__")), Save::key)
                        .entrySet()
                        .stream()
                        .map(verse -> row(verse.getKey(), subs(verse.getValue(), Save::sub)))
                        .toList());
        growth(expected);
        reading(expected);
        return expected;
    }

    private static Stream<Save> saves(UserTruth user) {
        Set<String> kept = new HashSet<>();
        List<Save> saves = new ArrayList<>();
        for (ObjectNode item : rows(user, "collection_items")) {
            kept.add(item.path("id").asString());
            save(user, item, item.path("collectionId").asString(), saves);
        }
        for (ObjectNode bookmark : rows(user, "bookmarks")) {
            if (!kept.contains(bookmark.path("id").asString())) {
                save(user, bookmark, "", saves);
            }
        }
        return saves.stream();
    }

    private static void save(UserTruth user, ObjectNode mark, String collection, List<Save> saves) {
        if (mark.path("type").asString().equals("ayah")) {
            saves.add(new Save(
                    user.sub(),
                    mark.path("key").asInt(),
                    mark.path("verseNumber").asInt(),
                    collection,
                    Instant.parse(mark.path("createdAt").asString())));
        }
    }

    private static List<ObjectNode> rows(UserTruth user, String dataset) {
        return user.datasets().getOrDefault(dataset, List.of());
    }

    private List<String> tallied(List<Save> saves, Function<Save, String> key) {
        return grouped(saves.stream(), key).entrySet().stream()
                .map(group -> group.getKey() + row("", group.getValue().size(), subs(group.getValue(), Save::sub)))
                .toList();
    }

    private static <T> Map<String, List<T>> grouped(Stream<T> rows, Function<T, String> key) {
        return rows.collect(Collectors.groupingBy(key));
    }

    private static <T> int subs(List<T> rows, Function<T, String> sub) {
        return rows.stream().map(sub).collect(Collectors.toSet()).size();
    }

    private LocalDate month(Instant at) {
        return YearMonth.from(at.atZone(zone)).atDay(1);
    }

    private static LocalDate monday(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private void growth(Map<String, List<String>> expected) {
        TreeMap<LocalDate, Integer> added = new TreeMap<>();
        int collections = 0;
        for (UserTruth user : users) {
            collections += rows(user, "collections").size();
            rows(user, "collection_items")
                    .forEach(item -> added.merge(
                            month(Instant.parse(item.path("createdAt").asString())), 1, Integer::sum));
        }
        List<String> months = new ArrayList<>();
        int total = 0;
        for (Map.Entry<LocalDate, Integer> month : added.entrySet()) {
            total += month.getValue();
            months.add(row(month.getKey(), month.getValue(), total));
        }
        expected.put(
                "month_start, items_added, items_total FROM analytics.collection_growth WHERE items_added > 0", months);
        expected.put(
                "COALESCE(SUM(collections_made), 0), COALESCE(MAX(collections_total), 0) FROM analytics.collection_growth",
                List.of(row(collections, collections)));
    }

    private void reading(Map<String, List<String>> expected) {
        Map<String, List<String>> hours = new HashMap<>();
        for (UserTruth user : users) {
            for (ObjectNode session : rows(user, "reading_sessions")) {
                ZonedDateTime at =
                        Instant.parse(session.path("updatedAt").asString()).atZone(zone);
                hours.computeIfAbsent(row(at.getDayOfWeek().getValue(), at.getHour()), any -> new ArrayList<>())
                        .add(user.sub());
            }
        }
        expected.put(
                "weekday, hour_of_day, sessions, users FROM analytics.reading_heat_map",
                hours.entrySet().stream()
                        .map(hour -> hour.getKey()
                                + row("", hour.getValue().size(), subs(hour.getValue(), Function.identity())))
                        .toList());
        List<ActiveDay> days = users.stream()
                .flatMap(user -> rows(user, "activity_days").stream()
                        .filter(day -> day.path("type").asString().equals("QURAN"))
                        .map(day -> new ActiveDay(
                                user.sub(), LocalDate.parse(day.path("date").asString()), day)))
                .toList();
        List<ActiveDay> active = days.stream()
                .filter(day -> Stream.of("secondsRead", "versesRead", "pagesRead")
                        .anyMatch(field -> day.row().path(field).asDouble(0) > 0))
                .toList();
        activity(expected, active);
        retention(expected, active);
        goals(expected, days);
        streaks(expected);
        coverage(expected, days);
    }

    private void activity(Map<String, List<String>> expected, List<ActiveDay> active) {
        expected.put(
                "week_start, users, seconds_read, verses_read FROM analytics.weekly_activity",
                grouped(active.stream(), day -> day.week().toString()).entrySet().stream()
                        .map(week -> row(
                                week.getKey(),
                                subs(week.getValue(), ActiveDay::sub),
                                sum(week.getValue(), "secondsRead"),
                                sum(week.getValue(), "versesRead")))
                        .toList());
        LocalDate today = LocalDate.now(zone);
        expected.put(
                "user_key, last_active_on, days_quiet, active_days FROM analytics.users_gone_quiet",
                grouped(active.stream(), ActiveDay::sub).entrySet().stream()
                        .map(user -> {
                            TreeSet<LocalDate> days = new TreeSet<>();
                            user.getValue().forEach(day -> days.add(day.day()));
                            long quiet = ChronoUnit.DAYS.between(days.last(), today);
                            return quiet < 7 ? "" : row(userKeys.get(user.getKey()), days.last(), quiet, days.size());
                        })
                        .filter(row -> !row.isEmpty())
                        .toList());
    }

    private static long sum(List<ActiveDay> days, String field) {
        return days.stream().mapToLong(day -> day.row().path(field).asLong(0)).sum();
    }

    private static void retention(Map<String, List<String>> expected, List<ActiveDay> active) {
        Map<String, TreeSet<LocalDate>> weeks = new HashMap<>();
        active.forEach(
                day -> weeks.computeIfAbsent(day.sub(), any -> new TreeSet<>()).add(day.week()));
        TreeSet<LocalDate> all = new TreeSet<>();
        weeks.values().forEach(all::addAll);
        List<String> rows = new ArrayList<>();
        for (LocalDate cohort : all) {
            List<TreeSet<LocalDate>> members = weeks.values().stream()
                    .filter(of -> of.first().equals(cohort))
                    .toList();
            for (LocalDate week : members.isEmpty() ? Set.<LocalDate>of() : all.tailSet(cohort)) {
                long still = members.stream().filter(of -> of.contains(week)).count();
                rows.add(row(
                        cohort,
                        ChronoUnit.WEEKS.between(cohort, week),
                        still,
                        members.size(),
                        (double) still / members.size()));
            }
        }
        expected.put("cohort_week, weeks_since, users, cohort_size, retained FROM analytics.retention_cohorts", rows);
    }

    private static void goals(Map<String, List<String>> expected, List<ActiveDay> days) {
        Stream<ActiveDay> aimed = days.stream()
                .filter(day -> day.row().path("dailyTargetSeconds").asDouble(0) > 0
                        || day.row().path("dailyTargetPages").asDouble(0) > 0
                        || !day.row().path("dailyTargetRanges").isEmpty());
        expected.put(
                "week_start, users_with_goal, days_with_goal, days_met, share_met FROM analytics.goal_completion",
                grouped(aimed, day -> day.week().toString()).entrySet().stream()
                        .map(week -> {
                            long met = week.getValue().stream()
                                    .filter(day -> day.row().path("progress").asDouble(0) >= 1)
                                    .count();
                            int all = week.getValue().size();
                            return row(
                                    week.getKey(), subs(week.getValue(), ActiveDay::sub), all, met, (double) met / all);
                        })
                        .toList());
    }

    private void streaks(Map<String, List<String>> expected) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < STREAKS.size(); i++) {
            int from = STREAKS.get(i);
            Integer to = i + 1 < STREAKS.size() ? STREAKS.get(i + 1) - 1 : null;
            List<String> of = users.stream()
                    .flatMap(user -> rows(user, "streaks").stream()
                            .filter(streak -> streak.path("type").asString().equals("QURAN"))
                            .map(streak -> streak.path("days").asInt(0))
                            .filter(days -> days >= from && (to == null || days <= to))
                            .map(days -> user.sub()))
                    .toList();
            rows.add(row(from, to, of.size(), subs(of, Function.identity())));
        }
        expected.put("days_from, days_to, streaks, users FROM analytics.streak_distribution", rows);
    }

    private void coverage(Map<String, List<String>> expected, List<ActiveDay> days) {
        Map<String, Set<String>> read = new HashMap<>();
        for (ActiveDay day : days) {
            for (JsonNode range : day.row().path("ranges")) {
                for (String verse : verses(range.asString())) {
                    String chapter = verse.substring(0, verse.indexOf(':'));
                    read.computeIfAbsent(userKeys.get(day.sub()) + "|" + chapter, any -> new HashSet<>())
                            .add(verse);
                }
            }
        }
        expected.put(
                "user_key, chapter_id, verses_read, verses_count, share FROM analytics.chapter_coverage",
                read.entrySet().stream()
                        .map(group -> {
                            int chapter = Integer.parseInt(
                                    group.getKey().substring(group.getKey().indexOf('|') + 1));
                            int count = lengths.getOrDefault(chapter, 1);
                            int verses = group.getValue().size();
                            return group.getKey() + row("", verses, count, (double) verses / count);
                        })
                        .toList());
    }

    /** Verse by verse, across chapters. */
    private List<String> verses(String range) {
        String[] ends = range.split("-", -1);
        String last = ends[ends.length - 1];
        List<String> verses = new ArrayList<>();
        int chapter = Integer.parseInt(ends[0].substring(0, ends[0].indexOf(':')));
        int verse = Integer.parseInt(ends[0].substring(ends[0].indexOf(':') + 1));
        while (!(chapter + ":" + verse).equals(last)) {
            verses.add(chapter + ":" + verse);
            if (verse == lengths.getOrDefault(chapter, 0)) {
                chapter++;
                verse = 0;
            }
            verse++;
        }
        verses.add(last);
        return verses;
    }
}
