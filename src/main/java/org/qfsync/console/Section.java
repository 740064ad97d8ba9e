package org.qfsync.console;

/** The sections of the console, in the order of its navigation. */
public enum Section {
    TONIGHT("Tonight", "/"),
    RUNS("Runs", "/runs"),
    USERS("Users", "/users"),
    CONTENT("Content", "/content"),
    QUESTIONS("Questions", "/questions"),
    SCHEDULE("Schedule", "/schedule"),
    DRIFT("Drift", "/drift"),
    AUDIT("Audit", "/audit");

    private final String title;
    private final String path;

    Section(String title, String path) {
        this.title = title;
        this.path = path;
    }

    public String title() {
        return title;
    }

    public String path() {
        return path;
    }

    /** True if a page at that path belongs to it. */
    public boolean covers(String other) {
        return other.equals(path) || (path.length() > 1 && other.startsWith(path + "/"));
    }
}
