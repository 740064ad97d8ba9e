package org.qfsync.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.qfsync.sandbox.ContentResource.Language;

/** What the lists of resources say; all names are placeholders. Some have Arabic names, the others English ones. */
final class Catalogue {
    private static final int RECITERS_OF_CHAPTERS_ALONE = 3;
    private static final int FIRST_OF_THEM = 158;
    private static final int ENGLISH_SURAH_INFO = 58;
    private static final int URDU_SURAH_INFO = 61;
    private static final int SURAHS_IN_URDU = 57;

    private final ContentLevers levers;

    Catalogue(ContentLevers levers) {
        this.levers = levers;
    }

    List<Map<String, Object>> languages(String language) {
        return Arrays.stream(Language.values())
                .map(it -> language(it, language))
                .toList();
    }

    private Map<String, Object> language(Language it, String asked) {
        Fields row = Fields.of("id", it.id())
                .with("name", it.english())
                .with("native_name", it.own())
                .with("iso_code", it.code())
                .with("direction", it.direction());
        long translations = listed(ContentGroup.TRANSLATIONS)
                .filter(resource -> resource.language() == it)
                .count();
        if (translations > 0) {
            row.with("translations_count", (int) translations);
        }
        return row.with("translated_name", translated(it.english(), asked)).map();
    }

    List<Map<String, Object>> translations(String language) {
        return listed(ContentGroup.TRANSLATIONS)
                .map(it -> resource(it, "translation", language))
                .toList();
    }

    List<Map<String, Object>> tafsirs(String language) {
        return listed(ContentGroup.TAFSIRS)
                .map(it -> resource(it, "tafsir", language))
                .toList();
    }

    /** Who recites verse by verse. */
    List<Map<String, Object>> recitations(String language) {
        return listed(ContentGroup.RECITATIONS)
                .map(it -> {
                    String name = "Placeholder reciter " + it.id();
                    return Fields.of("id", it.id())
                            .with("reciter_name", name)
                            .with("style", style(it.id()).orElse(null))
                            .with("translated_name", translated(name, language))
                            .map();
                })
                .toList();
    }

    /** Who recites whole surahs: the same people under other numbers, and some more. */
    List<Map<String, Object>> chapterReciters(String language) {
        Stream<Fields> same = listed(ContentGroup.RECITATIONS)
                .map(it -> reciter(ContentResources.chapterReciterOf(it.id()), it.id(), language));
        Stream<Fields> more = IntStream.range(FIRST_OF_THEM, FIRST_OF_THEM + RECITERS_OF_CHAPTERS_ALONE)
                .mapToObj(id -> reciter(id, id, language).with("translated_name", null));
        return Stream.concat(same, more).map(Fields::map).toList();
    }

    private static Fields reciter(int id, int person, String language) {
        String name = "Placeholder reciter " + person;
        return Fields.of("id", id)
                .with("name", name)
                .with("style", named(style(person).orElse(null)))
                .with("qirat", named("Hafs"))
                .with("translated_name", translated(name, language));
    }

    private static Map<String, Object> named(@Nullable String name) {
        return Fields.of("name", name).with("language_name", "english").map();
    }

    private static Optional<String> style(int reciter) {
        return switch (reciter % 3) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of("Murattal");
            default -> Optional.of("Mujawwad");
        };
    }

    /**
     * What there is to say about a surah: in English about every one, in Urdu about the first half; who asks for another
     * language gets English. Nothing if there is none, or if another resource was asked for.
     *
     * @param resource as asked for, empty for any
     */
    Optional<Map<String, Object>> chapterInfo(int chapter, String language, Optional<String> resource) {
        Language found = language.equals(Language.URDU.code()) ? Language.URDU : Language.ENGLISH;
        int id = found == Language.URDU ? URDU_SURAH_INFO : ENGLISH_SURAH_INFO;
        boolean isWanted =
                resource.filter(asked -> !asked.equals(String.valueOf(id))).isEmpty();
        if (!isWanted || (found == Language.URDU && chapter > SURAHS_IN_URDU)) {
            return Optional.empty();
        }
        String name = found.english() + " text about surah " + chapter;
        return Optional.of(Fields.of("id", (id - ENGLISH_SURAH_INFO) * 1_000 + chapter)
                .with("chapter_id", chapter)
                .with("text", "<h2>[placeholder]</h2><p>[placeholder " + name + "]</p>")
                .with("short_text", "[placeholder short " + name + "]")
                .with("language_name", wire(found))
                .with("source", "Placeholder source " + id)
                .with("resource_id", id)
                .map());
    }

    /** The resources that have something to say about that surah. */
    List<Map<String, Object>> chapterInfos(int chapter, String language) {
        return chapterInfo(chapter, language, Optional.empty()).stream()
                .map(info -> Fields.of("id", info.get("resource_id"))
                        .with("name", "Placeholder surah text")
                        .with("author_name", info.get("source"))
                        .with("slug", "")
                        .with("language_name", info.get("language_name"))
                        .with("translated_name", translated("Placeholder surah text", language))
                        .map())
                .toList();
    }

    private Stream<ContentResource> listed(ContentGroup group) {
        return levers.world().published().stream()
                .map(ContentShelf::resource)
                .filter(resource -> resource.group() == group && resource.isListed());
    }

    private static Map<String, Object> resource(ContentResource it, String kind, String language) {
        String name = "Placeholder " + kind + " " + it.id();
        Fields row = Fields.of("id", it.id()).with("name", name).with("author_name", "Placeholder author " + it.id());
        switch (it.id() % 3) {
            case 0 -> row.with("slug", null);
            case 1 -> row.with("slug", "");
            default -> row.with("slug", "placeholder-" + kind + "-" + it.id());
        }
        return row.with("language_name", it.languageName())
                .with("translated_name", translated(name, language))
                .map();
    }

    private static Map<String, Object> translated(String name, String language) {
        boolean arabic = language.equals(Language.ARABIC.code());
        return Fields.of("name", arabic ? "[بديل] " + name : name)
                .with("language_name", wire(arabic ? Language.ARABIC : Language.ENGLISH))
                .map();
    }

    private static String wire(Language language) {
        return language.english().toLowerCase(Locale.ROOT);
    }
}
