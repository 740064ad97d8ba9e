package org.qfsync;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where each field of the service's answers must be found in the database, written down a second time and by hand: an
 * oracle that used the program's own mappings would repeat their mistakes.
 *
 * @param table that holds the dataset
 * @param fields path of a field by the column that must hold it
 */
record UserColumns(String table, Map<String, String> fields) {
    /** By dataset, as {@link org.qfsync.sandbox.UserTruth} names them. */
    static Map<String, UserColumns> all() {
        Map<String, UserColumns> all = new LinkedHashMap<>();
        all.put(
                "collections",
                of(
                        "qf.collection",
                        "id",
                        "name",
                        "slug",
                        "is_private=isPrivate",
                        "is_default=isDefault",
                        "is_system=isSystem",
                        "updated_at=updatedAt",
                        "url",
                        "bookmarks_count=bookmarksCount",
                        "resources_count=resourcesCount",
                        "item_count=count"));
        all.put("collection_items", marks("qf.collection_item", "collection_id=collectionId", "bookmark_id=id"));
        all.put("bookmarks", marks("qf.bookmark", "id", "type"));
        all.put(
                "notes",
                of(
                        "qf.note",
                        "id",
                        "created_at=createdAt",
                        "updated_at=updatedAt",
                        "body",
                        "source",
                        "attached_entities=attachedEntities",
                        "ranges"));
        all.put(
                "reading_sessions",
                of(
                        "qf.reading_session",
                        "id",
                        "updated_at=updatedAt",
                        "chapter_number=chapterNumber",
                        "verse_number=verseNumber"));
        all.put("activity_days", activity("qf.activity_day", "id", "activity_date=date"));
        all.put("streaks", of("qf.streak", "id", "starts_at=startDate", "ends_at=endDate", "type", "status", "days"));
        all.put(
                "goal_plan",
                activity(
                        "qf.goal_plan",
                        "goal_type=askedType",
                        "has_goal=hasGoal",
                        "goal_id=goalId",
                        "activity_day_id=id",
                        "plan_date=date"));
        all.put(
                "preferences",
                of(
                        "qf.preference",
                        "theme=theme.type",
                        "language=language.language",
                        "playback_rate=audio.playbackRate",
                        "reciter=audio.reciter",
                        "selected_translations=translations.selectedTranslations",
                        "selected_tafsirs=tafsirs.selectedTafsirs"));
        all.put("profile", of("qf.profile", "profile_id=id", "joining_year=joiningYear", "created_at=createdAt"));
        return all;
    }

    private static UserColumns marks(String table, String... more) {
        return of(
                        table,
                        "created_at=createdAt",
                        "key_number=key",
                        "verse_number=verseNumber",
                        "bookmark_group=group",
                        "is_in_default_collection=isInDefaultCollection",
                        "is_reading=isReading",
                        "collections_count=collectionsCount")
                .and(more);
    }

    private static UserColumns activity(String table, String... more) {
        return of(
                        table,
                        "type",
                        "progress",
                        "mushaf_id=mushafId",
                        "ranges",
                        "pages_read=pagesRead",
                        "seconds_read=secondsRead",
                        "verses_read=versesRead",
                        "manually_added_seconds=manuallyAddedSeconds",
                        "daily_target_pages=dailyTargetPages",
                        "daily_target_seconds=dailyTargetSeconds",
                        "daily_target_ranges=dailyTargetRanges",
                        "remaining_daily_target_ranges=remainingDailyTargetRanges")
                .and(more);
    }

    private static UserColumns of(String table, String... columns) {
        return new UserColumns(table, Map.of()).and(columns);
    }

    private UserColumns and(String... columns) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        for (String column : columns) {
            int equals = column.indexOf('=');
            all.put(
                    equals < 0 ? column : column.substring(0, equals),
                    equals < 0 ? column : column.substring(equals + 1));
        }
        return new UserColumns(table, all);
    }
}
