package org.qfsync.user;

import static org.qfsync.store.ColumnType.BOOLEAN;
import static org.qfsync.store.ColumnType.DOUBLE;
import static org.qfsync.store.ColumnType.INTEGER;
import static org.qfsync.store.ColumnType.JSON;
import static org.qfsync.store.ColumnType.TEXT;

import java.util.List;
import org.qfsync.api.UserRequest;
import org.qfsync.domain.Dataset;
import org.qfsync.store.Mapping;
import org.qfsync.store.Scope;

/** A user's settings: one row, big groups as they come, and by themselves the few that are asked for again and again. */
final class PreferencesDataset implements UserDataset {
    private static final Mapping PREFERENCE = Mapping.of(Dataset.PREFERENCES, "qf.preference")
            .keyGiven("sub", TEXT)
            .maybe("theme.type", "theme", TEXT)
            .maybe("language.language", "language", TEXT)
            .maybe("translations.selectedTranslations", "selected_translations", JSON)
            .maybe("tafsirs.selectedTafsirs", "selected_tafsirs", JSON)
            .maybe("userHasCustomised.userHasCustomised", "user_has_customised", BOOLEAN)
            .maybe("reading", "reading", JSON)
            .maybe("reading.readingPreference", "reading_preference", TEXT)
            .maybe("quranReaderStyles", "quran_reader_styles", JSON)
            .maybe("quranReaderStyles.quranFont", "quran_font", TEXT)
            .maybe("quranReaderStyles.mushafLines", "mushaf_lines", TEXT)
            .maybe("audio", "audio", JSON)
            .maybe("audio.reciter", "reciter", INTEGER)
            // Documented as an integer, in steps of a quarter.
            .maybe("audio.playbackRate", "playback_rate", DOUBLE);

    @Override
    public Dataset dataset() {
        return Dataset.PREFERENCES;
    }

    @Override
    public List<Listing> fetch(UserFetch fetch) {
        UserRequest request = UserRequest.of("The preferences", "/v1/preferences");
        return List.of(fetch.listing(
                PREFERENCE, Scope.of("sub", fetch.sub()), List.of(fetch.client().one(request))));
    }
}
