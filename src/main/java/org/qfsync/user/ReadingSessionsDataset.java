package org.qfsync.user;

import static org.qfsync.store.ColumnType.INTEGER;
import static org.qfsync.store.ColumnType.TEXT;
import static org.qfsync.store.ColumnType.TIMESTAMP;

import java.util.List;
import org.qfsync.api.UserRequest;
import org.qfsync.domain.Dataset;
import org.qfsync.store.Mapping;
import org.qfsync.store.Scope;

/** Where a user last read. */
final class ReadingSessionsDataset implements UserDataset {
    private static final Mapping SESSION = Mapping.of(Dataset.READING_SESSIONS, "qf.reading_session")
            .keyGiven("sub", TEXT)
            .key("id", TEXT)
            .always("updatedAt", "updated_at", TIMESTAMP)
            .maybe("chapterNumber", "chapter_number", INTEGER)
            .maybe("verseNumber", "verse_number", INTEGER);

    @Override
    public Dataset dataset() {
        return Dataset.READING_SESSIONS;
    }

    @Override
    public List<Listing> fetch(UserFetch fetch) {
        UserRequest request = UserRequest.of("The listing of reading sessions", "/v1/reading-sessions");
        return List.of(fetch.list(SESSION, Scope.of("sub", fetch.sub()), request));
    }
}
