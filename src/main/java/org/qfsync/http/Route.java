package org.qfsync.http;

import java.net.URI;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which kind of request an address stands for: its path without what is of one user, one resource or one page. Only words
 * that are listed here are kept; any other part is an id, so that nothing of a user and no endless number of routes can
 * come into what is measured.
 */
final class Route {
    private static final Set<String> WORDS = Set.of(
            ".well-known",
            "activity-days",
            "api",
            "auth",
            "bookmarks",
            "by_chapter",
            "chapter_reciters",
            "chapters",
            "collections",
            "content",
            "device",
            "get-todays-plan",
            "goals",
            "hizbs",
            "info",
            "introspect",
            "juzs",
            "jwks.json",
            "languages",
            "manzils",
            "notes",
            "oauth2",
            "openid-configuration",
            "pages",
            "preferences",
            "profile",
            "reading-sessions",
            "recitations",
            "resources",
            "revoke",
            "rub_el_hizbs",
            "rukus",
            "snapshots",
            "streaks",
            "sync",
            "tafsirs",
            "token",
            "translations",
            "userinfo",
            "users",
            "v1",
            "v4",
            "verses");

    private Route() {}

    /** Of that URL; each part that is no word of ours reads {@code {id}}. */
    static String of(String url) {
        String path = URI.create(url).getRawPath();
        if (path == null || path.isEmpty() || path.equals("/")) {
            return "/";
        }
        return Arrays.stream(path.substring(1).split("/", -1))
                .map(part -> WORDS.contains(part) ? part : "{id}")
                .collect(Collectors.joining("/", "/", ""));
    }
}
