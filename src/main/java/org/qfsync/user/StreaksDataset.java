package org.qfsync.user;

import static org.qfsync.store.ColumnType.INTEGER;
import static org.qfsync.store.ColumnType.TEXT;
import static org.qfsync.store.ColumnType.TIMESTAMP;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.qfsync.api.UserRequest;
import org.qfsync.domain.Dataset;
import org.qfsync.store.Mapping;
import org.qfsync.store.Scope;

/** On how many days in a row a user read, now and before. */
final class StreaksDataset implements UserDataset {
    private static final Mapping STREAK = Mapping.of(Dataset.STREAKS, "qf.streak")
            .keyGiven("sub", TEXT)
            .key("id", TEXT)
            .always("startDate", "starts_at", TIMESTAMP)
            .always("endDate", "ends_at", TIMESTAMP)
            .word("type", "type", Set.of("QURAN"))
            .word("status", "status", Set.of("ACTIVE", "BROKEN"))
            .always("days", "days", INTEGER);

    private final ZoneId zone;

    StreaksDataset(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public Dataset dataset() {
        return Dataset.STREAKS;
    }

    @Override
    public List<Listing> fetch(UserFetch fetch) {
        UserRequest request =
                UserRequest.of("The listing of streaks", "/v1/streaks").inZone(zone);
        return List.of(fetch.list(STREAK, Scope.of("sub", fetch.sub()), request));
    }
}
