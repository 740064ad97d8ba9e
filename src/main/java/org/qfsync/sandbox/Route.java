package org.qfsync.sandbox;

import java.util.Arrays;
import java.util.regex.Pattern;

/** What the sandbox serves. The names are used in statistics and in fault rules. */
enum Route {
    TOKEN("token", "POST", "/oauth2/token"),
    REVOKE("revoke", "POST", "/oauth2/revoke"),
    INTROSPECT("introspect", "POST", "/oauth2/introspect"),
    DISCOVERY("discovery", "GET", "/\\.well-known/openid-configuration"),
    JWKS("jwks", "GET", "/\\.well-known/jwks\\.json"),
    AUTHORIZE("authorize", "GET", "/oauth2/auth"),
    CONSENT("consent", "POST", "/oauth2/auth/consent"),
    USERINFO("userinfo", "GET", "/userinfo"),
    LOGOUT("logout", "GET", "/oauth2/sessions/logout"),
    DEVICE("device", "POST", "/oauth2/device/auth"),
    DEVICE_VERIFY("device-verify", "GET", "/oauth2/device/verify"),
    DEVICE_DONE("device-done", "GET", "/oauth2/device/done"),
    CHAPTERS("content/chapters", "GET", "/content/api/v4/chapters"),
    CHAPTER("content/chapter", "GET", "/content/api/v4/chapters/[^/]+"),
    VERSES("content/verses", "GET", "/content/api/v4/verses/by_chapter/[^/]+"),
    CHAPTER_INFO("content/chapter-info", "GET", "/content/api/v4/chapters/[^/]+/info"),
    LANGUAGES("content/languages", "GET", "/content/api/v4/resources/languages"),
    TRANSLATIONS("content/translations", "GET", "/content/api/v4/resources/translations"),
    TAFSIRS("content/tafsirs", "GET", "/content/api/v4/resources/tafsirs"),
    RECITATIONS("content/recitations", "GET", "/content/api/v4/resources/recitations"),
    CHAPTER_RECITERS("content/chapter-reciters", "GET", "/content/api/v4/resources/chapter_reciters"),
    JUZS("content/juzs", "GET", "/content/api/v4/juzs"),
    HIZBS("content/hizbs", "GET", "/content/api/v4/hizbs"),
    RUB_EL_HIZBS("content/rub-el-hizbs", "GET", "/content/api/v4/rub_el_hizbs"),
    RUKUS("content/rukus", "GET", "/content/api/v4/rukus"),
    MANZILS("content/manzils", "GET", "/content/api/v4/manzils"),
    PAGES("content/pages", "GET", "/content/api/v4/pages"),
    CONTENT_SYNC("content/sync", "GET", "/content/api/v4/resources/sync"),
    SNAPSHOT("content/snapshot", "GET", "/content/api/v4/resources/snapshots/[^/]+/[^/]+"),
    COLLECTIONS("user/collections", "GET", "/auth/v1/collections"),
    COLLECTIONS_ALL("user/collections-all", "GET", "/auth/v1/collections/all"),
    COLLECTION("user/collection", "GET", "/auth/v1/collections/[^/]+"),
    BOOKMARKS("user/bookmarks", "GET", "/auth/v1/bookmarks"),
    NOTES("user/notes", "GET", "/auth/v1/notes"),
    READING_SESSIONS("user/reading-sessions", "GET", "/auth/v1/reading-sessions"),
    ACTIVITY_DAYS("user/activity-days", "GET", "/auth/v1/activity-days"),
    STREAKS("user/streaks", "GET", "/auth/v1/streaks"),
    STREAK_DAYS("user/current-streak-days", "GET", "/auth/v1/streaks/current-streak-days"),
    TODAYS_PLAN("user/todays-plan", "GET", "/auth/v1/goals/get-todays-plan"),
    PREFERENCES("user/preferences", "GET", "/auth/v1/preferences"),
    PROFILE("user/profile", "GET", "/auth/v1/users/profile"),
    USER_SYNC("user/sync", "GET", "/auth/v1/sync"),
    UNKNOWN("unknown", "-", ".*");

    private final String label;
    private final String method;

    @SuppressWarnings("ImmutableEnumChecker") // Pattern is immutable
    private final Pattern path;

    Route(String label, String method, String path) {
        this.label = label;
        this.method = method;
        this.path = Pattern.compile(path);
    }

    static Route of(String method, String path) {
        return Arrays.stream(values())
                .filter(route ->
                        route.method.equals(method) && route.path.matcher(path).matches())
                .findFirst()
                .orElse(UNKNOWN);
    }

    static boolean isKnown(String pattern) {
        return Arrays.stream(values()).anyMatch(route -> matches(pattern, route));
    }

    /** Whether the pattern covers nothing but the authorization server. */
    static boolean isOAuth(String pattern) {
        return Arrays.stream(values()).filter(route -> matches(pattern, route)).allMatch(Route::isOAuth);
    }

    static boolean matches(String pattern, Route route) {
        return pattern.equals("*")
                || pattern.equals(route.label)
                || (pattern.endsWith("/*") && route.label.startsWith(pattern.substring(0, pattern.length() - 1)));
    }

    String label() {
        return label;
    }

    boolean isOAuth() {
        return this != UNKNOWN && !isContent() && !isUser();
    }

    /** Answered to a person's browser. */
    boolean isPage() {
        return this == AUTHORIZE || this == CONSENT || this == LOGOUT || this == DEVICE_VERIFY || this == DEVICE_DONE;
    }

    boolean isContent() {
        return label.startsWith("content/");
    }

    boolean isUser() {
        return label.startsWith("user/");
    }
}
