package org.qfsync.domain;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One kind of data that is synced, recorded and counted by itself. */
public enum Dataset {
    CHAPTERS,
    VERSES,
    LANGUAGES,
    TRANSLATIONS,
    TAFSIRS,
    RECITATIONS,
    CHAPTER_RECITERS,
    JUZS,
    HIZBS,
    RUB_EL_HIZBS,
    RUKUS,
    MANZILS,
    PAGES,
    CHAPTER_INFO,
    CONTENT_SYNC,
    COLLECTIONS("collection", "collection.read"),
    COLLECTION_ITEMS("collection", "collection.read"),
    BOOKMARKS("bookmark", "bookmark.read"),
    NOTES("note", "note.read"),
    READING_SESSIONS("reading_session", "reading_session.read"),
    ACTIVITY_DAYS("activity_day", "activity_day.read"),
    STREAKS("streak", "streak.read"),
    GOAL_PLAN("goal", "goal.read"),
    PREFERENCES("preference", "preference.read"),
    PROFILE("user", "user.profile.read");

    private final String parentScope;
    private final String readScope;

    Dataset() {
        this("", "");
    }

    Dataset(String parentScope, String readScope) {
        this.parentScope = parentScope;
        this.readScope = readScope;
    }

    /** The lower-case word used in the database, in summaries and on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True for what belongs to a user, false for QF content. */
    public boolean isUserData() {
        return !readScope.isEmpty();
    }

    /** The narrowest scope that lets us read it; empty for content. */
    public Optional<String> readScope() {
        return isUserData() ? Optional.of(readScope) : Optional.empty();
    }

    /** True if the granted scopes cover it: {@code bookmark} (the parent) covers {@code bookmark.read}. */
    public boolean isCoveredBy(Set<String> grantedScopes) {
        return !isUserData() || grantedScopes.contains(readScope) || grantedScopes.contains(parentScope);
    }
}
