package org.qfsync.sandbox;

import java.util.Map;
import org.qfsync.sandbox.QuranStructure.Verse;

/**
 * A commentary is on ranges of verses of one chapter. Its text is in the row of the range's first verse, or of the last,
 * or nowhere; the other verses of the range have rows without text in some tafsirs and no rows in others.
 */
final class TafsirRows implements ContentRows {
    private static final int LONGEST_RANGE = 7;

    private final ContentResource resource;
    private final QuranStructure structure;
    private final int slots;
    private final boolean hasEmptyRows;
    private final int[] first;
    private final int[] last;
    private final int[] carrier;

    TafsirRows(ContentResource resource, QuranStructure structure, Seeded seeded, int slots) {
        this.resource = resource;
        this.structure = structure;
        this.slots = slots;
        this.hasEmptyRows = resource.id() % 2 == 1;
        this.first = new int[slots];
        this.last = new int[slots];
        this.carrier = new int[slots];
        int from = 0;
        while (from < slots) {
            from = range(from, seeded);
        }
    }

    /** Lays out the range that begins there; answers where the next one does. */
    private int range(int from, Seeded seeded) {
        long dice = seeded.at(71, resource.id(), from);
        int wanted = from + 1 + (int) Long.remainderUnsigned(dice, LONGEST_RANGE);
        int chapter = structure.verse(from + 1).chapter();
        int end = Math.min(
                Math.min(wanted, slots), structure.chapters().get(chapter - 1).lastVerseId());
        int fate = (int) Long.remainderUnsigned(dice >>> 8, 10);
        for (int slot = from; slot < end; slot++) {
            first[slot] = from;
            last[slot] = end - 1;
            carrier[slot] = switch (fate) {
                case 0 -> -1;
                case 1, 2 -> end - 1;
                default -> from;
            };
        }
        return end;
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public boolean isFilledAtFirst(int slot) {
        return hasEmptyRows || carrier[slot] == slot;
    }

    @Override
    public String recordType(int slot) {
        return "tafsir";
    }

    @Override
    public String recordKey(int slot, Revision revision) {
        return String.valueOf(ContentRows.id(resource.id(), slot, revision));
    }

    @Override
    public Map<String, Object> row(int slot, Revision revision, int padding) {
        Verse verse = structure.verse(slot + 1);
        String from = structure.verse(first[slot] + 1).key();
        String to = structure.verse(last[slot] + 1).key();
        String range = from.equals(to) ? from : from + " to " + to;
        String text = ContentRows.padded(
                "<p>[placeholder tafsir " + resource.id() + ", " + range + revision.mark() + "]</p>", padding);
        return Fields.of("id", ContentRows.id(resource.id(), slot, revision))
                .with("resource_content_id", resource.contentId())
                .with("verse_id", verse.id())
                .with("verse_key", verse.key())
                .with("text", carrier[slot] == slot ? text : "")
                .with("group_verse_key_from", from)
                .with("group_verse_key_to", to)
                .with("group_verses_count", last[slot] - first[slot] + 1)
                .with("start_verse_id", first[slot] + 1)
                .with("end_verse_id", last[slot] + 1)
                // as in the real data nothing to go by: it leads to rows without text
                .with("group_tafsir_id", ContentRows.id(resource.id(), first[slot], Revision.first(0, 0)))
                .map();
    }
}
