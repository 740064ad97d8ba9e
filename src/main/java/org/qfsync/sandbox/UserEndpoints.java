package org.qfsync.sandbox;

import java.util.Set;

/** The user API: asks for the scope of a route, and hands the request on to whoever keeps that kind of data. */
final class UserEndpoints {
    private final CollectionEndpoints collections;
    private final NoteEndpoint notes;
    private final ReadingEndpoints reading;
    private final AccountEndpoints account;
    private final SyncEndpoint sync;

    UserEndpoints(World world) {
        this.collections = new CollectionEndpoints(world);
        this.notes = new NoteEndpoint(world);
        this.reading = new ReadingEndpoints(world);
        this.account = new AccountEndpoints(world);
        this.sync = new SyncEndpoint(world);
    }

    Reply answer(Call call, int user, Set<String> scopes) {
        if (!isCovered(call.route(), scopes)) {
            throw Refusal.insufficientScope();
        }
        return switch (call.route()) {
            case COLLECTIONS, COLLECTIONS_ALL, COLLECTION, BOOKMARKS -> collections.answer(call, user);
            case NOTES -> notes.answer(call, user);
            case READING_SESSIONS, ACTIVITY_DAYS, STREAKS, STREAK_DAYS -> reading.answer(call, user);
            case TODAYS_PLAN, PREFERENCES, PROFILE -> account.answer(call, user);
            case SYNC -> sync.answer(call, user, scopes);
            default -> throw Refusal.gateway(403);
        };
    }

    /** Whether these scopes let anyone read what the route tells. */
    static boolean isCovered(Route route, Set<String> scopes) {
        return switch (route) {
            case BOOKMARKS -> Scopes.cover(scopes, "bookmark");
            case NOTES -> Scopes.cover(scopes, "note");
            case READING_SESSIONS -> Scopes.cover(scopes, "reading_session");
            case ACTIVITY_DAYS -> Scopes.cover(scopes, "activity_day");
            case STREAKS, STREAK_DAYS -> Scopes.cover(scopes, "streak");
            case TODAYS_PLAN -> Scopes.cover(scopes, "goal");
            case PREFERENCES -> Scopes.cover(scopes, "preference");
            case PROFILE -> scopes.contains("user") || scopes.contains("user.profile.read");
            case SYNC -> scopes.contains("sync");
            default -> Scopes.cover(scopes, "collection");
        };
    }
}
