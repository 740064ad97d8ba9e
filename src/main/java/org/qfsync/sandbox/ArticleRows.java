package org.qfsync.sandbox;

import java.util.Map;
import org.qfsync.sandbox.ContentResource.Language;

/** An article in three languages: rows that have no id of their own. */
record ArticleRows(ContentResource resource) implements ContentRows {
    private static final Language[] LANGUAGES = {Language.ENGLISH, Language.ARABIC, Language.FRENCH};

    @Override
    public int slots() {
        return LANGUAGES.length;
    }

    @Override
    public String recordType(int slot) {
        return "article_localization";
    }

    @Override
    public String recordKey(int slot, Revision revision) {
        return LANGUAGES[slot].code();
    }

    @Override
    public Map<String, Object> row(int slot, Revision revision, int padding) {
        String name = "article " + resource.id() + " in " + LANGUAGES[slot].english() + revision.mark();
        return Fields.of("article_id", resource.id())
                .with("language_id", LANGUAGES[slot].id())
                .with("lang", LANGUAGES[slot].code())
                .with("title", "[placeholder title of " + name + "]")
                .with("text", ContentRows.padded("<p>[placeholder " + name + "]</p>", padding))
                .map();
    }
}
