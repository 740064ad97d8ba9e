package org.qfsync.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class NightsTest {
    private static Nights nights(String cron, String zone) {
        return new Nights(new ScheduleProperties(cron, ZoneId.of(zone)));
    }

    @Test
    void aNightIsThatOfTheLatestFireInTheSchedulesZone() {
        Nights nights = nights("0 30 2 * * ?", "Europe/Berlin");
        assertThat(nights.nightOf(Instant.parse("2026-11-21T01:30:00Z"))).isEqualTo(LocalDate.of(2026, 11, 21));
        assertThat(nights.nightOf(Instant.parse("2026-11-21T01:29:59Z"))).isEqualTo(LocalDate.of(2026, 11, 20));
        assertThat(nights.nightOf(Instant.parse("2026-11-21T23:30:00Z"))).isEqualTo(LocalDate.of(2026, 11, 21));
    }

    @Test
    void anEveningScheduleKeepsItsDateAfterMidnight() {
        Nights nights = nights("0 0 23 * * ?", "UTC");
        assertThat(nights.nightOf(Instant.parse("2026-11-22T03:00:00Z"))).isEqualTo(LocalDate.of(2026, 11, 21));
    }

    @Test
    void aWeeklyScheduleLooksBackFarEnough() {
        Nights nights = nights("0 0 2 ? * SUN", "UTC");
        assertThat(nights.nightOf(Instant.parse("2026-11-21T12:00:00Z"))).isEqualTo(LocalDate.of(2026, 11, 15));
    }

    @Test
    void aYearlyScheduleLooksBackFarEnoughToo() {
        Nights nights = nights("0 0 2 1 1 ?", "UTC");
        assertThat(nights.nightOf(Instant.parse("2026-12-31T12:00:00Z"))).isEqualTo(LocalDate.of(2026, 1, 1));
    }

    @Test
    void aScheduleThatNeverFiredYetNamesTheDayItself() {
        Nights nights = nights("0 0 2 1 1 ? 2030", "UTC");
        assertThat(nights.nightOf(Instant.parse("2026-11-21T12:00:00Z"))).isEqualTo(LocalDate.of(2026, 11, 21));
    }

    @Test
    void aTimeThatDaylightSavingRemovesHasNoFireOnThatDay() {
        Nights nights = nights("0 30 2 * * ?", "Europe/Berlin");
        assertThat(nights.nextFires(Instant.parse("2027-03-27T12:00:00Z"), 2))
                .extracting(ZonedDateTime::toLocalDate)
                .containsExactly(LocalDate.of(2027, 3, 29), LocalDate.of(2027, 3, 30));
    }

    @Test
    void aScheduleThatEndsHasFewerFires() {
        Nights nights = nights("0 0 2 1 1 ? 2027", "UTC");
        assertThat(nights.nextFires(Instant.parse("2026-11-21T12:00:00Z"), 5)).hasSize(1);
    }
}
