package org.qfsync.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The true division of the Quran into 114 surahs and 6,236 verses, read from {@code structure.txt}. Immutable. */
final class QuranStructure {
    /** A surah; {@code firstVerseId} counts verses from 1 through the whole Quran. */
    record Chapter(
            int id,
            String nameSimple,
            String nameArabic,
            String nameEnglish,
            boolean makkah,
            int revelationOrder,
            boolean bismillahPre,
            int versesCount,
            int firstVerseId) {
        int lastVerseId() {
            return firstVerseId + versesCount - 1;
        }
    }

    /** A verse; {@code sajdah} is 0 unless it is one of the fifteen verses of prostration. */
    record Verse(int id, int chapter, int number, int juz, int hizb, int rub, int page, int manzil, int sajdah) {
        String key() {
            return chapter + ":" + number;
        }
    }

    private static final int QUARTERS_PER_HIZB = 4;
    private static final int QUARTERS_PER_JUZ = 8;

    private final List<Chapter> chapters = new ArrayList<>();
    private final List<Verse> verses = new ArrayList<>();

    private QuranStructure(List<String> lines) {
        Map<String, StringBuilder> numbers = new HashMap<>();
        for (String line : lines) {
            String[] parts = line.split(" ", 2);
            if (parts[0].equals("surah")) {
                addChapter(parts[1]);
            } else if (!parts[0].equals("#")) {
                numbers.computeIfAbsent(parts[0], any -> new StringBuilder())
                        .append(' ')
                        .append(parts[1]);
            }
        }
        List<String> sajdahs = Arrays.asList(words(numbers, "sajdah"));
        List<String> manzils = Arrays.asList(words(numbers, "manzil"));
        addVerses(divisions(words(numbers, "rub")), divisions(words(numbers, "page")), manzils, sajdahs);
    }

    static QuranStructure load() {
        InputStream resource = Objects.requireNonNull(
                QuranStructure.class.getResourceAsStream("structure.txt"), "structure.txt is missing in the jar");
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            return new QuranStructure(reader.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException("structure.txt cannot be read", e);
        }
    }

    List<Chapter> chapters() {
        return chapters;
    }

    /** All verses, that of id n at n − 1. */
    List<Verse> verses() {
        return verses;
    }

    Verse verse(int id) {
        return verses.get(id - 1);
    }

    int firstPage(Chapter chapter) {
        return verse(chapter.firstVerseId()).page();
    }

    int lastPage(Chapter chapter) {
        return verse(chapter.lastVerseId()).page();
    }

    /** The id of "surah:verse". */
    int idOf(String key) {
        int colon = key.indexOf(':');
        Chapter chapter = chapters.get(Integer.parseInt(key.substring(0, colon)) - 1);
        return chapter.firstVerseId() + Integer.parseInt(key.substring(colon + 1)) - 1;
    }

    private static String[] words(Map<String, StringBuilder> numbers, String kind) {
        return Objects.requireNonNull(numbers.get(kind), "structure.txt lacks " + kind)
                .toString()
                .strip()
                .split(" ", -1);
    }

    private void addChapter(String text) {
        String[] columns = text.split("\\|", -1);
        String[] facts = columns[0].split(" ", -1);
        @Nullable Chapter previous = chapters.isEmpty() ? null : chapters.get(chapters.size() - 1);
        chapters.add(new Chapter(
                chapters.size() + 1,
                columns[1],
                columns[2],
                columns[3],
                facts[1].charAt(0) == 'K',
                Integer.parseInt(facts[1].substring(1)),
                facts.length > 2,
                Integer.parseInt(facts[0]),
                previous == null ? 1 : previous.lastVerseId() + 1));
    }

    /** From lengths to the division of each verse, counted from 1. */
    private static int[] divisions(String[] lengths) {
        int[] total = {0};
        Arrays.stream(lengths).mapToInt(Integer::parseInt).forEach(length -> total[0] += length);
        int[] divisionOf = new int[total[0]];
        int verse = 0;
        for (int division = 1; division <= lengths.length; division++) {
            int end = verse + Integer.parseInt(lengths[division - 1]);
            Arrays.fill(divisionOf, verse, end, division);
            verse = end;
        }
        return divisionOf;
    }

    private void addVerses(int[] rubs, int[] pages, List<String> manzils, List<String> sajdahs) {
        int manzil = 0;
        for (Chapter chapter : chapters) {
            manzil += manzils.contains(String.valueOf(chapter.id())) ? 1 : 0;
            for (int number = 1; number <= chapter.versesCount(); number++) {
                int id = verses.size() + 1;
                int rub = rubs[id - 1];
                verses.add(new Verse(
                        id,
                        chapter.id(),
                        number,
                        (rub - 1) / QUARTERS_PER_JUZ + 1,
                        (rub - 1) / QUARTERS_PER_HIZB + 1,
                        rub,
                        pages[id - 1],
                        manzil,
                        sajdahs.indexOf(chapter.id() + ":" + number) + 1));
            }
        }
    }
}
