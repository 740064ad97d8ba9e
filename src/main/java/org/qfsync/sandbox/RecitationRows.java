package org.qfsync.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.qfsync.sandbox.QuranStructure.Verse;

/**
 * A recording of each verse, then of each chapter. The two kinds of row number themselves without regard to each other:
 * the same id occurs in both.
 */
record RecitationRows(ContentResource resource, QuranStructure structure, int verses, int chapters)
        implements ContentRows {
    private static final int MILLISECONDS = 900;

    static RecitationRows of(ContentResource resource, QuranStructure structure, int verses) {
        return new RecitationRows(
                resource, structure, verses, structure.verse(verses).chapter());
    }

    @Override
    public int slots() {
        return verses + chapters;
    }

    @Override
    public String recordType(int slot) {
        return slot < verses ? "audio_file" : "chapter_audio_file";
    }

    @Override
    public String recordKey(int slot, Revision revision) {
        return String.valueOf(id(slot, revision));
    }

    private long id(int slot, Revision revision) {
        return ContentRows.id(resource.id(), slot < verses ? slot : slot - verses, revision);
    }

    @Override
    public Map<String, Object> row(int slot, Revision revision, int padding) {
        Fields row = Fields.of("record_type", recordType(slot)).with("id", id(slot, revision));
        String folder = "Placeholder" + resource.id() + "/"
                + ContentRows.padded("mp3" + revision.mark().replaceAll("[^0-9.]", ""), padding);
        if (slot >= verses) {
            int chapter = slot - verses + 1;
            String file = String.format(Locale.ROOT, "%03d.mp3", chapter);
            return row.with("audio_recitation_id", ContentResources.chapterReciterOf(resource.id()))
                    .with("chapter_id", chapter)
                    .with("audio_url", "https://audio.sandbox.invalid/" + folder + "/" + file)
                    .map();
        }
        Verse verse = structure.verse(slot + 1);
        String file = String.format(Locale.ROOT, "%03d%03d.mp3", verse.chapter(), verse.number());
        return row.with("recitation_id", resource.id())
                .with("verse_key", verse.key())
                .with("url", folder + "/" + file)
                .with("segments", segments(verse))
                .map();
    }

    private static List<List<Integer>> segments(Verse verse) {
        List<List<Integer>> segments = new ArrayList<>();
        for (int word = 0; word < verse.id() % 5; word++) {
            segments.add(List.of(word, word + 1, word * MILLISECONDS, (word + 1) * MILLISECONDS));
        }
        return segments;
    }
}
