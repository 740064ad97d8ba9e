package org.qfsync.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.qfsync.consent.SeenUsers.Seen;

class SeenUsersTest {
    private static final Instant NOW = Instant.parse("2026-10-04T02:30:00.123456Z");

    @Test
    void eachOfManyUsersIsFoundAgainAtTheirLastLine() {
        SeenUsers seen = new SeenUsers();
        IntStream.rangeClosed(1, 100_000)
                .forEach(line -> seen.put("user-" + line, new Seen(line, NOW.plusMillis(line))));
        seen.put("user-7", new Seen(100_001, NOW));

        assertThat(seen.find("user-7")).contains(new Seen(100_001, NOW));
        assertThat(seen.find("user-0")).isEmpty();
        assertThat(IntStream.rangeClosed(8, 100_000))
                .allSatisfy(
                        line -> assertThat(seen.find("user-" + line)).contains(new Seen(line, NOW.plusMillis(line))));
    }

    @Test
    void whatItRemembersIsBounded() {
        SeenUsers seen = new SeenUsers(2_048);
        IntStream.rangeClosed(1, 10_000).forEach(line -> seen.put("user-" + line, new Seen(line, NOW)));

        assertThat(seen.users()).isEqualTo(1_024);
        assertThat(seen.find("user-1")).contains(new Seen(1, NOW));
        assertThat(seen.find("user-10000")).isEmpty();
    }
}
