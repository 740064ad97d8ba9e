package org.qfsync.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FullNightsTest {
    private static final LocalDate NIGHT = LocalDate.of(2026, 11, 21);
    private static final FullNights WEEKLY = new FullNights(7);

    @Test
    void everyUserHasOneFullNightInSevenAndEachNightHasItsShareOfThem() {
        Map<LocalDate, Integer> due = new HashMap<>();
        for (int user = 0; user < 700; user++) {
            String sub = new UUID(user, 4).toString();
            LocalDate last = NIGHT;
            int times = 0;
            for (LocalDate night = NIGHT.plusDays(1); night.isBefore(NIGHT.plusDays(15)); night = night.plusDays(1)) {
                if (WEEKLY.isDue(sub, Optional.of(last), night)) {
                    last = night;
                    times++;
                    due.merge(night, 1, Integer::sum);
                }
            }
            assertThat(times).isEqualTo(2);
        }
        assertThat(due.values()).hasSize(14).allMatch(users -> users > 60 && users < 140);
    }

    @Test
    void whoWasNeverListedIsDueAndAMissedNightIsMadeUpFor() {
        assertThat(WEEKLY.isDue("amal", Optional.empty(), NIGHT)).isTrue();
        assertThat(WEEKLY.isDue("amal", Optional.of(NIGHT.minusDays(7)), NIGHT)).isTrue();
        assertThat(WEEKLY.isDue("amal", Optional.of(NIGHT), NIGHT)).isFalse();
        assertThat(WEEKLY.isDue("amal", Optional.of(NIGHT), NIGHT.minusDays(1))).isFalse();
    }
}
