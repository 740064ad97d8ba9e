package org.qfsync.sandbox;

import static org.qfsync.sandbox.ContentGroup.ARTICLES;
import static org.qfsync.sandbox.ContentGroup.QURAN_CORE;
import static org.qfsync.sandbox.ContentGroup.RECITATIONS;
import static org.qfsync.sandbox.ContentGroup.TAFSIRS;
import static org.qfsync.sandbox.ContentGroup.TRANSLATIONS;
import static org.qfsync.sandbox.ContentGroup.WORD_TRANSLATIONS;
import static org.qfsync.sandbox.ContentGroup.WORD_TRANSLITERATIONS;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qfsync.sandbox.ContentResource.Language;

/** What content there is: a small shelf with the ids that everybody uses, with placeholders for names. */
final class ContentResources {
    /** What a sync copies unless told otherwise: changed more often than others, and never withdrawn by chance. */
    static final Set<String> POPULAR = Set.of("translations:20", "tafsirs:169", "recitations:7");

    private static final int RECITERS = 12;
    private static final int RECITATION_CONTENT_IDS = 60;

    private ContentResources() {}

    /** By group and id, in the order in which a bootstrap tells them. */
    static List<ContentResource> all() {
        List<ContentResource> all = new ArrayList<>();
        List.of(19, 20, 131).forEach(id -> all.add(listed(TRANSLATIONS, id, Language.ENGLISH)));
        all.add(listed(TRANSLATIONS, 31, Language.FRENCH));
        all.add(listed(TRANSLATIONS, 33, Language.INDONESIAN));
        all.add(listed(TRANSLATIONS, 52, Language.TURKISH));
        List.of(54, 97).forEach(id -> all.add(listed(TRANSLATIONS, id, Language.URDU)));
        List.of(901, 902).forEach(id -> all.add(unlisted(TRANSLATIONS, id, Language.ENGLISH, true)));
        all.add(unlisted(TRANSLATIONS, 950, Language.FRENCH, false));
        List.of(14, 16).forEach(id -> all.add(listed(TAFSIRS, id, Language.ARABIC)));
        all.add(listed(TAFSIRS, 164, Language.BENGALI));
        List.of(168, 169).forEach(id -> all.add(listed(TAFSIRS, id, Language.ENGLISH)));
        all.add(unlisted(TAFSIRS, 903, Language.ENGLISH, true));
        for (int id = 1; id <= RECITERS; id++) {
            all.add(new ContentResource(
                    RECITATIONS, id, RECITATION_CONTENT_IDS + id, Language.ARABIC, true, id != RECITERS));
        }
        all.add(unlisted(WORD_TRANSLATIONS, 59, Language.URDU, true));
        all.add(unlisted(WORD_TRANSLATIONS, 85, Language.ENGLISH, true));
        all.add(unlisted(WORD_TRANSLITERATIONS, 60, Language.ENGLISH, true));
        for (int id = 123; id <= 126; id++) {
            all.add(of(ARTICLES, id, null, Language.ENGLISH, id != 126));
        }
        all.add(of(QURAN_CORE, 1, null, Language.ARABIC, true));
        all.sort(Comparator.comparing(ContentResource::group).thenComparingInt(ContentResource::id));
        return List.copyOf(all);
    }

    /** The number under which the chapter recordings of a verse reciter are kept. */
    static int chapterReciterOf(int recitation) {
        return recitation + 23;
    }

    private static ContentResource listed(ContentGroup group, int id, Language language) {
        return new ContentResource(group, id, id, language, true, true);
    }

    private static ContentResource unlisted(ContentGroup group, int id, Language language, boolean published) {
        return of(group, id, id, language, published);
    }

    private static ContentResource of(
            ContentGroup group, int id, @Nullable Integer contentId, Language language, boolean published) {
        return new ContentResource(group, id, contentId, language, false, published);
    }
}
