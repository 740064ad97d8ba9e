package org.qfsync.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.qfsync.sandbox.QuranStructure.Verse;

/** One row a verse; some have foot notes, which the text points at. */
record TranslationRows(
        ContentResource resource, QuranStructure structure, Seeded seeded, int slots, boolean hasLiveFields)
        implements ContentRows {
    private static final int NOTES = 9;

    @Override
    public String recordType(int slot) {
        return "translation";
    }

    @Override
    public String recordKey(int slot, Revision revision) {
        return String.valueOf(ContentRows.id(resource.id(), slot, revision));
    }

    @Override
    public Map<String, Object> row(int slot, Revision revision, int padding) {
        Verse verse = structure.verse(slot + 1);
        long id = ContentRows.id(resource.id(), slot, revision);
        String name = "translation " + resource.id() + ", " + verse.key() + revision.mark();
        StringBuilder text = new StringBuilder("[placeholder " + name);
        List<Map<String, Object>> notes = new ArrayList<>();
        for (int number = 1; number <= notes(slot, revision); number++) {
            long note = id * NOTES + number;
            text.append("<sup foot_note=")
                    .append(note)
                    .append('>')
                    .append(number)
                    .append("</sup>");
            notes.add(Fields.of("id", note)
                    .with("text", "[placeholder foot note " + number + " of " + name + "]")
                    .map());
        }
        Fields row = Fields.of("id", id)
                .with("resource_id", resource.id())
                .with("resource_content_id", resource.contentId())
                .with("verse_key", verse.key())
                .with("text", ContentRows.padded(text + "]", padding))
                .with("foot_notes", notes);
        return hasLiveFields ? live(row, verse, revision).map() : row.map();
    }

    /** Two foot notes at one verse in seven, one at another; a changed row may have others than before. */
    private int notes(int slot, Revision revision) {
        return Math.max(0, 3 - (int) Long.remainderUnsigned(seeded.at(70, resource.id(), slot, revision.version()), 7));
    }

    private Fields live(Fields row, Verse verse, Revision revision) {
        return row.with("verse_id", verse.id())
                .with("chapter_id", verse.chapter())
                .with("verse_number", verse.number())
                .with("juz_number", verse.juz())
                .with("hizb_number", verse.hizb())
                .with("rub_el_hizb_number", verse.rub())
                .with("page_number", verse.page())
                .with("language_id", resource.language().id())
                .with("language_name", resource.languageName())
                .with("updated_at", revision.moment().toString());
    }
}
