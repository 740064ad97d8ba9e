package org.qfsync.sandbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.qfsync.sandbox.QuranStructure.Chapter;
import org.qfsync.sandbox.QuranStructure.Verse;

/**
 * The ways in which the Quran is divided. Juzs, hizbs, their quarters, manzils and the pages of the 604-page mushafs are
 * the true ones. Rukus are a stand-in: as many as the service has, each within one surah, in numbers that go by its
 * length. So are the pages of the Indopak mushafs with 15 and 16 lines: as many as printed ones have, of equal length.
 */
final class Divisions {
    private static final int RUKUS = 558;
    private static final Map<Integer, Integer> OTHER_PAGES = Map.of(6, 610, 7, 548);
    private static final Set<Integer> USUAL_MUSHAFS = Set.of(1, 2, 3, 4, 5, 11, 19);
    private static final int PAGE_IDS_OF_A_MUSHAF = 10_000;

    private final QuranStructure structure;

    Divisions(QuranStructure structure) {
        this.structure = structure;
    }

    List<Map<String, Object>> juzs() {
        return rows(divided("juz_number", id -> structure.verse(id).juz()));
    }

    List<Map<String, Object>> hizbs() {
        return rows(divided("hizb_number", id -> structure.verse(id).hizb()));
    }

    List<Map<String, Object>> rubElHizbs() {
        return rows(divided("rub_el_hizb_number", id -> structure.verse(id).rub()));
    }

    List<Map<String, Object>> manzils() {
        return rows(divided("manzil_number", id -> structure.verse(id).manzil()));
    }

    static boolean isMushaf(int number) {
        return USUAL_MUSHAFS.contains(number) || OTHER_PAGES.containsKey(number);
    }

    /** The id of a page is its number in one mushaf only. */
    List<Map<String, Object>> pages(int mushaf) {
        int verses = structure.verses().size();
        IntUnaryOperator pageOf = OTHER_PAGES.containsKey(mushaf)
                ? id -> (int) ((long) (id - 1) * OTHER_PAGES.getOrDefault(mushaf, 1) / verses) + 1
                : id -> structure.verse(id).page();
        List<Fields> pages = divided("page_number", pageOf);
        for (int number = 1; number <= pages.size() && mushaf != 1; number++) {
            pages.get(number - 1).with("id", mushaf * PAGE_IDS_OF_A_MUSHAF + number);
        }
        return rows(pages);
    }

    List<Map<String, Object>> rukus() {
        int[] rukuOf = new int[structure.verses().size() + 1];
        List<Integer> numbersInSurah = new ArrayList<>();
        int[] parts = rukusOfSurahs();
        for (Chapter chapter : structure.chapters()) {
            int before = numbersInSurah.size();
            int count = parts[chapter.id() - 1];
            for (int verse = 0; verse < chapter.versesCount(); verse++) {
                rukuOf[chapter.firstVerseId() + verse] = before + verse * count / chapter.versesCount() + 1;
            }
            for (int number = 1; number <= count; number++) {
                numbersInSurah.add(number);
            }
        }
        List<Fields> rukus = divided("ruku_number", id -> rukuOf[id]);
        for (int number = 0; number < rukus.size(); number++) {
            rukus.get(number).with("surah_ruku_number", numbersInSurah.get(number));
        }
        return rows(rukus);
    }

    /** One each, the rest by length; what rounding leaves goes to where most was cut off. */
    private int[] rukusOfSurahs() {
        List<Chapter> chapters = structure.chapters();
        int verses = structure.verses().size();
        int shared = RUKUS - chapters.size();
        int[] parts = chapters.stream()
                .mapToInt(chapter -> 1 + shared * chapter.versesCount() / verses)
                .toArray();
        int left = RUKUS - Arrays.stream(parts).sum();
        chapters.stream()
                .sorted(Comparator.comparingInt((Chapter chapter) -> -(shared * chapter.versesCount() % verses)))
                .limit(left)
                .forEach(chapter -> parts[chapter.id() - 1]++);
        return parts;
    }

    private List<Fields> divided(String numberName, IntUnaryOperator divisionOf) {
        List<Fields> divisions = new ArrayList<>();
        int first = 1;
        for (int id = 2; id <= structure.verses().size() + 1; id++) {
            boolean ends = id > structure.verses().size() || divisionOf.applyAsInt(id) != divisionOf.applyAsInt(first);
            if (ends) {
                int number = divisions.size() + 1;
                divisions.add(Fields.of("id", number)
                        .with(numberName, number)
                        .with("verse_mapping", mapping(first, id - 1))
                        .with("first_verse_id", first)
                        .with("last_verse_id", id - 1)
                        .with("verses_count", id - first));
                first = id;
            }
        }
        return divisions;
    }

    private Map<String, String> mapping(int first, int last) {
        Map<String, String> mapping = new LinkedHashMap<>();
        for (int id = first; id <= last; id++) {
            Verse verse = structure.verse(id);
            mapping.merge(
                    String.valueOf(verse.chapter()),
                    verse.number() + "-" + verse.number(),
                    (range, more) -> range.substring(0, range.indexOf('-')) + more.substring(more.indexOf('-')));
        }
        return mapping;
    }

    private static List<Map<String, Object>> rows(List<Fields> divisions) {
        return divisions.stream().map(Fields::map).toList();
    }
}
