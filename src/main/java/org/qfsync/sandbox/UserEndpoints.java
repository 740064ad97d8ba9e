package org.qfsync.sandbox;

import java.util.Set;

/** The user API: asks for the scope of a route, and hands the request on to whoever keeps that kind of data. */
final class UserEndpoints {
    private final CollectionEndpoints collections;
    private final NoteEndpoint notes;
    private final ReadingEndpoints reading;
    private final AccountEndpoints account;
    private final MutationEndpoint sync;

    UserEndpoints(World world, Shifts shifts) {
        this.collections = new CollectionEndpoints(world, shifts);
        this.notes = new NoteEndpoint(world, shifts);
        this.reading = new ReadingEndpoints(world, shifts);
        this.account = new AccountEndpoints(world);
        this.sync = new MutationEndpoint(world, shifts);
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
            case USER_SYNC -> sync.answer(call, user, scopes);
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
            case USER_SYNC -> scopes.contains("sync");
            default -> Scopes.cover(scopes, "collection");
        };
    }
}
