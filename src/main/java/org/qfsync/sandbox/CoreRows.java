package org.qfsync.sandbox;

import java.util.Map;
import org.qfsync.sandbox.QuranStructure.Chapter;
import org.qfsync.sandbox.QuranStructure.Verse;

/** The chapters and verses themselves as rows, which a group later than the documents brings. Only the structure. */
record CoreRows(ContentResource resource, QuranStructure structure, int verses) implements ContentRows {
    @Override
    public int slots() {
        return verses + structure.chapters().size();
    }

    @Override
    public String recordType(int slot) {
        return slot < verses ? "verse" : "chapter";
    }

    @Override
    public String recordKey(int slot, Revision revision) {
        return String.valueOf(slot < verses ? slot + 1 : slot - verses + 1);
    }

    @Override
    public Map<String, Object> row(int slot, Revision revision, int padding) {
        Fields row = Fields.of("record_type", recordType(slot));
        if (slot >= verses) {
            Chapter chapter = structure.chapters().get(slot - verses);
            return row.with("id", chapter.id())
                    .with("verses_count", chapter.versesCount())
                    .with("note", "[placeholder" + revision.mark() + "]")
                    .map();
        }
        Verse verse = structure.verse(slot + 1);
        return row.with("id", verse.id())
                .with("verse_key", verse.key())
                .with("text", ContentRows.padded("[placeholder for " + verse.key() + revision.mark() + "]", padding))
                .map();
    }
}
