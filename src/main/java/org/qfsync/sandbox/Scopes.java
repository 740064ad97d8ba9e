package org.qfsync.sandbox;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Lists of scopes in a line of text (RFC 6749 §3.3), and what the names mean. */
final class Scopes {
    /** What QF approves for a client without asking back; activity days, streaks and goals are often left out. */
    static final Set<String> USUALLY_APPROVED = Set.of(
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
            "user.profile.read");

    /** What QF knows at all. */
    static final Set<String> KNOWN = union(
            USUALLY_APPROVED,
            Set.of("sync", "activity_day", "activity_day.read", "streak", "streak.read", "goal", "goal.read"));

    private static final Map<String, String> MEANINGS = Map.of(
            "openid", "know which account is yours",
            "offline_access", "stay connected while you are away",
            "content", "read public content",
            "collection", "see and change your collections",
            "bookmark", "see and change your bookmarks",
            "note", "see and change your notes",
            "reading_session", "see and change where you read on",
            "preference", "see and change your settings",
            "user", "see and change your profile",
            "user.profile.read", "see your profile");

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

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return Collections.unmodifiableSet(all);
    }
}
