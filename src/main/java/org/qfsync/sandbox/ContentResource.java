package org.qfsync.sandbox;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One item of content: a translation, a tafsir, a reciter, an article.
 *
 * @param id within the group
 * @param contentId another number for the same, never to be taken for the id; articles have none
 * @param isListed false if Content Sync has it and the list of the catalogue has not
 */
record ContentResource(
        ContentGroup group,
        int id,
        @Nullable Integer contentId,
        Language language,
        boolean isListed,
        boolean isPublishedAtFirst) {
    /** A language of content. */
    enum Language {
        ARABIC(174, "ar", "rtl", "Arabic", "العربية"),
        BENGALI(20, "bn", "ltr", "Bengali", "বাংলা"),
        ENGLISH(38, "en", "ltr", "English", "English"),
        FRENCH(49, "fr", "ltr", "French", "Français"),
        HEBREW(63, "he", "rtl", "Hebrew", "עברית"),
        INDONESIAN(67, "id", "ltr", "Indonesian", "Bahasa Indonesia"),
        TURKISH(167, "tr", "ltr", "Turkish", "Türkçe"),
        URDU(175, "ur", "rtl", "Urdu", "اردو");

        private final int id;
        private final String code;
        private final String direction;
        private final String english;
        private final String own;

        Language(int id, String code, String direction, String english, String own) {
            this.id = id;
            this.code = code;
            this.direction = direction;
            this.english = english;
            this.own = own;
        }

        int id() {
            return id;
        }

        String code() {
            return code;
        }

        String direction() {
            return direction;
        }

        String english() {
            return english;
        }

        String own() {
            return own;
        }
    }

    /** As in a filter with this one resource. */
    String key() {
        return group.word() + ":" + id;
    }

    /** As the wire names the language. */
    String languageName() {
        return language.english().toLowerCase(Locale.ROOT);
    }
}
