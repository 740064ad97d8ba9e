package org.qfsync.sandbox;

import java.util.Arrays;
import java.util.Optional;

/** The groups of Content Sync. */
enum ContentGroup {
    ARTICLES(1, "articles"),
    RECITATIONS(2, "recitations"),
    TAFSIRS(3, "tafsirs"),
    TRANSLATIONS(4, "translations"),
    WORD_TRANSLATIONS(5, "word_by_word_translations"),
    /** From here on: later than the documents; known only with {@link Quirk#NEW_CONTENT_GROUPS}. */
    CHAPTER_RECITATIONS(6, "chapter_recitations"),
    MUSHAFS(7, "mushafs"),
    QURAN_CORE(8, "quran_core"),
    WORD_TRANSLITERATIONS(9, "word_by_word_transliterations");

    private final int number;
    private final String word;

    ContentGroup(int number, String word) {
        this.number = number;
        this.word = word;
    }

    String word() {
        return word;
    }

    /** For its place among the groups. */
    int number() {
        return number;
    }

    boolean isDocumented() {
        return number <= WORD_TRANSLATIONS.number;
    }

    static Optional<ContentGroup> of(String word) {
        return Arrays.stream(values()).filter(group -> group.word.equals(word)).findFirst();
    }
}
