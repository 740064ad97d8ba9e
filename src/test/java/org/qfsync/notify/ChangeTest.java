package org.qfsync.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which nights are told, and as what. */
class ChangeTest {
    private static final Instant FIRST = Instant.parse("2026-11-01T02:30:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    /** A night a day: C complete, P partial, F failed; causes behind the letter, and how many users. */
    @ParameterizedTest
    @CsvSource({
        "C C C,                    - - -",
        "F,                        problem",
        "C F F P C,                - problem - - recovered",
        "C P P F F C C,            - problem - worse - recovered -",
        "F P F,                    problem - worse",
        "P:a P:b P:a P:b C P:a,    problem another_cause - - recovered problem",
        "P:a P:ab P:b,             problem another_cause -",
        "F:a P:b,                  problem another_cause",
        "P:a:3 P:a:12 P:a:13,      problem - worse",
        "P:a:3 P:a:400 P:a:3 P:a:30, problem worse - -",
        "P P P P P P P P P P,      problem - - - - - - reminder - -",
        "N:a N:a N:ab N:b,         news - news -",
    })
    void onlyWhatTurnsBadWorseOrGoodAgainIsTold(String nights, String expected) {
        List<String> told = new ArrayList<>();
        Map<Subject, Told> channel = new EnumMap<>(Subject.class);
        Instant now = FIRST;
        for (String night : nights.split(" ", -1)) {
            Announcement announcement = Announcement.of(List.of(condition(night)), channel, Map.of(), now, WEEK);
            told.add(
                    announcement.events().isEmpty()
                            ? "-"
                            : announcement.events().get(0).change().id());
            channel.putAll(announcement.then());
            now = now.plus(Duration.ofDays(1));
        }
        assertThat(String.join(" ", told)).isEqualTo(expected);
    }

    private static Condition condition(String night) {
        String[] parts = night.split(":", -1);
        Level level = switch (parts[0]) {
            case "C" -> Level.GOOD;
            case "P" -> Level.WARNING;
            case "F" -> Level.FAILURE;
            default -> Level.NEWS;
        };
        Set<String> causes = parts.length > 1
                ? Set.copyOf(Arrays.asList(parts[1].split("")))
                : level.isBad() ? Set.of("a") : Set.of();
        long size = parts.length > 2 ? Long.parseLong(parts[2]) : 0;
        return new Condition(Subject.NIGHT, level, causes, size, "The night " + night, List.of());
    }
}
