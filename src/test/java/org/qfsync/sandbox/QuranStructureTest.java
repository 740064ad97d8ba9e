package org.qfsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.qfsync.sandbox.QuranStructure.Chapter;
import org.qfsync.sandbox.QuranStructure.Verse;

class QuranStructureTest {
    private static final Path FACTS = Path.of(System.getProperty("qfsync.facts", "../shared/facts"));
    private static final Pattern CELL = Pattern.compile("(?:^|,)(?:\"((?:[^\"]|\"\")*)\"|([^,]*))");

    private final QuranStructure structure = QuranStructure.load();

    @Test
    void everyDivisionHasItsNumberOfParts() {
        List<Verse> verses = structure.verses();
        assertThat(structure.chapters()).hasSize(114);
        assertThat(verses).hasSize(6236);
        assertThat(verses.stream().map(Verse::juz).distinct()).hasSize(30);
        assertThat(verses.stream().map(Verse::hizb).distinct()).hasSize(60);
        assertThat(verses.stream().map(Verse::rub).distinct()).hasSize(240);
        assertThat(verses.stream().map(Verse::page).distinct()).hasSize(604);
        assertThat(verses.stream().map(Verse::manzil).distinct()).hasSize(7);
        assertThat(verses.stream().filter(verse -> verse.sajdah() > 0)).hasSize(15);
    }

    @Test
    void divisionsNeverGoBackAndSkipNothing() {
        List<Verse> verses = structure.verses();
        for (int i = 1; i < verses.size(); i++) {
            Verse before = verses.get(i - 1);
            Verse verse = verses.get(i);
            assertThat(verse.id()).isEqualTo(before.id() + 1);
            assertThat(verse.page() - before.page()).isBetween(0, 1);
            assertThat(verse.rub() - before.rub()).isBetween(0, 1);
            assertThat(verse.hizb() - before.hizb()).isBetween(0, 1);
            assertThat(verse.juz() - before.juz()).isBetween(0, 1);
            assertThat(verse.manzil() - before.manzil()).isBetween(0, 1);
        }
    }

    @Test
    void revelationOrderIsAPermutationAndBasmalaIsMissingTwice() {
        assertThat(structure.chapters().stream().map(Chapter::revelationOrder).distinct())
                .hasSize(114);
        assertThat(structure.chapters().stream()
                        .filter(chapter -> !chapter.bismillahPre())
                        .map(Chapter::id))
                .containsExactly(1, 9);
        assertThat(structure.chapters().stream().filter(Chapter::makkah)).hasSize(86);
    }

    @Test
    void everyChapterAgreesWithTheReferenceFacts() throws IOException {
        List<String> rows = reference("chapters.csv");
        assertThat(rows).hasSize(114);
        for (int i = 0; i < rows.size(); i++) {
            Chapter chapter = structure.chapters().get(i);
            assertThat(List.of(
                            String.valueOf(chapter.id()),
                            chapter.nameSimple(),
                            chapter.nameArabic(),
                            chapter.nameEnglish(),
                            chapter.makkah() ? "makkah" : "madinah",
                            String.valueOf(chapter.revelationOrder()),
                            String.valueOf(chapter.versesCount()),
                            String.valueOf(structure.firstPage(chapter)),
                            String.valueOf(structure.lastPage(chapter)),
                            String.valueOf(chapter.bismillahPre())))
                    .isEqualTo(cells(rows.get(i)));
        }
    }

    @Test
    void everyVerseAgreesWithTheReferenceFacts() throws IOException {
        List<String> rows = reference("verses.csv");
        assertThat(rows).hasSize(6236);
        for (int i = 0; i < rows.size(); i++) {
            Verse verse = structure.verses().get(i);
            assertThat(String.join(
                            ",",
                            String.valueOf(verse.id()),
                            verse.key(),
                            String.valueOf(verse.chapter()),
                            String.valueOf(verse.number()),
                            String.valueOf(verse.juz()),
                            String.valueOf(verse.hizb()),
                            String.valueOf(verse.rub()),
                            String.valueOf(verse.manzil()),
                            String.valueOf(verse.page()),
                            verse.sajdah() == 0 ? "" : String.valueOf(verse.sajdah())))
                    .isEqualTo(rows.get(i));
        }
    }

    private static List<String> reference(String file) throws IOException {
        Path path = FACTS.resolve(file);
        assumeTrue(Files.exists(path), "reference facts are not at hand");
        List<String> lines = Files.readAllLines(path);
        return lines.subList(1, lines.size());
    }

    private static List<String> cells(String row) {
        Matcher matcher = CELL.matcher(row);
        return matcher.results()
                .map(cell ->
                        cell.group(1) == null ? cell.group(2) : cell.group(1).replace("\"\"", "\""))
                .toList();
    }
}
