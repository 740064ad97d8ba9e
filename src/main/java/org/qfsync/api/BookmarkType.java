package org.qfsync.api;

import java.util.Locale;

/** What a bookmark listing can be asked for. Answers may name other types: there it is a plain string. */
public enum BookmarkType {
    PAGE,
    JUZ,
    SURAH,
    AYAH;

    /** The word that the service uses. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
