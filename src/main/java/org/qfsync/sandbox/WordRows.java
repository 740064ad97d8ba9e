package org.qfsync.sandbox;

import java.util.Map;

/** One row for each of the 77,429 words; the sandbox does not know which verse a word is of. */
record WordRows(ContentResource resource, int slots) implements ContentRows {
    private static final int WORDS = 77_429;
    private static final int ROUNDING = SandboxContent.ALL_VERSES - 1;

    static WordRows of(ContentResource resource, int verses) {
        return new WordRows(resource, (int) (((long) WORDS * verses + ROUNDING) / SandboxContent.ALL_VERSES));
    }

    @Override
    public String recordType(int slot) {
        return "word_translation";
    }

    @Override
    public String recordKey(int slot, Revision revision) {
        return String.valueOf(ContentRows.id(resource.id(), slot, revision));
    }

    @Override
    public Map<String, Object> row(int slot, Revision revision, int padding) {
        String text = "[placeholder " + resource.id() + ", word " + (slot + 1) + revision.mark() + "]";
        Fields row = Fields.of("id", ContentRows.id(resource.id(), slot, revision))
                .with("resource_content_id", resource.contentId())
                .with("resource_id", resource.id())
                .with("word_id", slot + 1)
                .with("language_id", resource.language().id())
                .with("language_name", resource.languageName())
                .with("text", ContentRows.padded(text, padding));
        if (slot % 3 != 0) {
            row.with("priority", slot % 3);
        }
        return row.with("updated_at", revision.moment().toString()).map();
    }
}
