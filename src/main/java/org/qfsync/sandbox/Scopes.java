package org.qfsync.sandbox;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists of scopes in a line of text (RFC 6749 §3.3), and what the names mean. */
final class Scopes {
    /** What QF knows; a new client is often refused some of it, activity days, streaks and goals above all. */
    static final Set<String> KNOWN = Set.of(
            "openid",
            "offline_access",
            "content",
            "collection",
            "collection.read",
            "bookmark",
            "bookmark.read",
            "note",
            "note.read",
            "reading_session",
            "reading_session.read",
            "preference",
            "preference.read",
            "user",
            "user.profile.read",
            "sync",
            "activity_day",
            "activity_day.read",
            "streak",
            "streak.read",
            "goal",
            "goal.read");

    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("openid", "know which account is yours"),
            Map.entry("offline_access", "stay connected while you are away"),
            Map.entry("content", "read public content"),
            Map.entry("sync", "learn what changed since it last looked"),
            Map.entry("collection", "see and change your collections"),
            Map.entry("bookmark", "see and change your bookmarks"),
            Map.entry("note", "see and change your notes"),
            Map.entry("reading_session", "see and change where you read on"),
            Map.entry("activity_day", "see and change how much you read each day"),
            Map.entry("streak", "see and change your streaks"),
            Map.entry("goal", "see and change your goals"),
            Map.entry("preference", "see and change your settings"),
            Map.entry("user", "see and change your profile"),
            Map.entry("user.profile.read", "see your profile"));

    private Scopes() {}

    /** The names in their order; none for a blank text. */
    static Set<String> parse(String text) {
        return Arrays.stream(text.split(" ", -1))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** In a person's words. */
    static String meaning(String scope) {
        String known = MEANINGS.get(scope);
        if (known != null) {
            return known;
        }
        return scope.endsWith(".read")
                ? "see your " + scope.substring(0, scope.length() - 5).replace('_', ' ') + "s"
                : "use \"" + scope + "\"";
    }

    /** Whether these cover reading what the parent scope is about; the parent covers its children. */
    static boolean cover(Set<String> granted, String parent) {
        return granted.contains(parent) || granted.contains(parent + ".read");
    }
}
