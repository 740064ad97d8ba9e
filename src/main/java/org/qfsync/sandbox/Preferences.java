package org.qfsync.sandbox;

import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.node.ObjectNode;

/** What a user set, and who that user says to be; all of it made up. */
final class Preferences {
    private static final List<String> THEMES = List.of("auto", "light", "sepia", "dark");
    private static final List<String> SCALED = List.of(
            "tafsirFontScale",
            "quranTextFontScale",
            "translationFontScale",
            "wordByWordFontScale",
            "reflectionFontScale",
            "qnaFontScale",
            "lessonFontScale",
            "surahInfoFontScale",
            "hadithFontScale",
            "layersFontScale");

    private Preferences() {}

    /** Every group may be missing. */
    static void fill(ObjectNode preferences, SplittableRandom random, boolean prelive) {
        theme(preferences, random);
        if (random.nextBoolean()) {
            reading(preferences.putObject("reading"), random, prelive);
        }
        if (random.nextInt(3) == 0) {
            ObjectNode styles = preferences.putObject("quranReaderStyles");
            SCALED.forEach(scale -> styles.put(scale, 1 + random.nextInt(6)));
            styles.put("quranFont", "qpc_uthmani_hafs").put("showTajweedRules", random.nextBoolean());
        }
        if (random.nextBoolean()) {
            preferences
                    .putObject("translations")
                    .putArray("selectedTranslations")
                    .add(20)
                    .add(131);
            preferences.putObject("tafsirs").putArray("selectedTafsirs").add("en-tafisr-ibn-kathir");
        }
        if (random.nextBoolean()) {
            audio(preferences, random);
        }
        preferences.putObject("language").put("language", random.nextInt(3) == 0 ? "ar" : "en");
        preferences.putObject("userHasCustomised").put("userHasCustomised", true);
    }

    static void theme(ObjectNode preferences, SplittableRandom random) {
        preferences.putObject("theme").put("type", THEMES.get(random.nextInt(THEMES.size())));
    }

    /** The rate is documented as an integer, and comes in quarters. */
    static void audio(ObjectNode preferences, SplittableRandom random) {
        preferences
                .putObject("audio")
                .put("reciter", 1 + random.nextInt(12))
                .put("playbackRate", (1 + random.nextInt(8)) / 4.0)
                .put("enableAutoScrolling", random.nextBoolean());
    }

    private static void reading(ObjectNode reading, SplittableRandom random, boolean prelive) {
        reading.put("readingPreference", random.nextBoolean() ? "translation" : "reading");
        if (!prelive && random.nextBoolean()) {
            reading.putNull("hadithLanguage");
        }
        reading.put("selectedWordByWordLocale", "en")
                .put("wordClickFunctionality", "play-audio")
                .put("isReadingByRevelationOrder", false)
                .put("selectedReadingTranslation", "20");
        reading.putArray("wordByWordDisplay").add("tooltip");
    }

    /** The id is not the {@code sub}. */
    static void profile(ObjectNode profile, Seeded seeded, int user, boolean prelive) {
        profile.put("id", seeded.id(66, user));
        profile.put("createdAt", "2023-0%d-1%d 08:15:00".formatted(1 + user % 9, user % 10));
        profile.put("joiningYear", 2023);
        profile.putObject("avatarUrls").put("small", "https://sandbox.invalid/avatar/" + user + ".png");
        profile.put("username", "sandbox-user-" + user);
        if (prelive || user % 2 == 0) {
            profile.putObject("settings").put("customized", user % 4 == 0);
        }
        if (user % 3 > 0) {
            profile.put("firstName", "Sandbox").put("lastName", "User " + user);
        }
        profile.put("languageIsoCode", "en").put("verified", false);
        profile.put("email", "user-" + user + "@sandbox.invalid");
        profile.put("photoUrl", "https://sandbox.invalid/photo/" + user + ".png");
    }
}
