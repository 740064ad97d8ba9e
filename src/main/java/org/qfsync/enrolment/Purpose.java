package org.qfsync.enrolment;

/** Why somebody signs in. */
enum Purpose {
    CONSENT("/connect"),
    WITHDRAWAL("/disconnect");

    private final String page;

    Purpose(String page) {
        this.page = page;
    }

    /** The page where it begins. */
    String page() {
        return page;
    }
}
