package org.qfsync.api;

/** The listings of the Content API v4 that come in one piece, unpaged. */
public enum ContentListing {
    CHAPTERS("chapters", "chapters"),
    LANGUAGES("resources/languages", "languages"),
    TRANSLATIONS("resources/translations", "translations"),
    TAFSIRS("resources/tafsirs", "tafsirs"),
    /** Of single verses; their ids have nothing to do with those of {@link #CHAPTER_RECITERS}. */
    RECITATIONS("resources/recitations", "recitations"),
    CHAPTER_RECITERS("resources/chapter_reciters", "reciters"),
    JUZS("juzs", "juzs"),
    HIZBS("hizbs", "hizbs"),
    RUB_EL_HIZBS("rub_el_hizbs", "rub_el_hizbs"),
    RUKUS("rukus", "rukus"),
    MANZILS("manzils", "manzils"),
    PAGES("pages", "pages");

    private final String path;
    private final String field;

    ContentListing(String path, String field) {
        this.path = path;
        this.field = field;
    }

    /** Below the base of the Content API. */
    String path() {
        return path;
    }

    /** The field of the answer that holds the list. */
    String field() {
        return field;
    }
}
