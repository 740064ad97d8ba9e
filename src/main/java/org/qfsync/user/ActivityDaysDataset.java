package org.qfsync.user;

import static org.qfsync.store.ColumnType.DATE;
import static org.qfsync.store.ColumnType.DOUBLE;
import static org.qfsync.store.ColumnType.INTEGER;
import static org.qfsync.store.ColumnType.TEXT;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.qfsync.api.UserRequest;
import org.qfsync.domain.Dataset;
import org.qfsync.store.Mapping;
import org.qfsync.store.Scope;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a user did on each day. History does not change but where a device that was offline brings it up to date, so
 * that most nights ask for the last days alone, and full nights for all.
 */
final class ActivityDaysDataset implements UserDataset {
    private static final String READING = "QURAN";
    private static final Set<String> TYPES = Set.of(
            READING,
            "LESSON",
            "LEARNING_PLAN",
            "QURAN_READING_PROGRAM",
            "TAFSIR",
            "ANSWERS",
            "HADITH",
            "LAYERS",
            "QIRAAT",
            "AUDIO",
            "REFLECTIONS",
            "LESSONS");

    private static final Mapping DAY = ReadingMeasures.addTo(Mapping.of(Dataset.ACTIVITY_DAYS, "qf.activity_day")
            .keyGiven("sub", TEXT)
            .key("id", TEXT)
            .always("date", "activity_date", DATE)
            .word("type", "type", TYPES)
            .always("progress", "progress", DOUBLE)
            .always("mushafId", "mushaf_id", INTEGER));

    private final List<String> types;

    /** @param types that are asked for one by one; none for one listing of what the service gives unasked */
    ActivityDaysDataset(List<String> types) {
        this.types = types;
    }

    @Override
    public Dataset dataset() {
        return Dataset.ACTIVITY_DAYS;
    }

    @Override
    public List<Listing> fetch(UserFetch fetch) {
        Optional<LocalDate> from = fetch.recentDays(Dataset.ACTIVITY_DAYS);
        List<Listing> listings = new ArrayList<>();
        if (types.isEmpty()) {
            List<ObjectNode> days = list(fetch, request(from), scope(fetch, from));
            listings.add(fetch.listing(DAY, provedBy(days, scope(fetch, from)), days));
        }
        for (String type : types) {
            Scope scope = scope(fetch, from).and("type", type);
            listings.add(fetch.listing(DAY, scope, list(fetch, request(from).with("type", type), scope)));
        }
        listings.add(fetch.rest(DAY.table(), listings));
        return listings;
    }

    /**
     * The service does not say whether a listing without a type is one of all types, or of reading alone: what shows
     * another type is one of all, and nothing but reading is proved gone by one that does not.
     */
    private static Scope provedBy(List<ObjectNode> days, Scope scope) {
        boolean ofAllTypes =
                days.stream().anyMatch(day -> !READING.equals(day.path("type").stringValue("")));
        return ofAllTypes ? scope : scope.and("type", READING);
    }

    private static List<ObjectNode> list(UserFetch fetch, UserRequest request, Scope scope) {
        return fetch.client(DAY.table(), scope).all(request);
    }

    private static UserRequest request(Optional<LocalDate> from) {
        UserRequest all = UserRequest.of("The listing of activity days", "/v1/activity-days");
        return from.map(day -> all.with("from", day)).orElse(all);
    }

    private static Scope scope(UserFetch fetch, Optional<LocalDate> from) {
        Scope user = Scope.of("sub", fetch.sub());
        return from.map(day -> user.since("activity_date", day)).orElse(user);
    }
}
