package org.qfsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SandboxCatalogueTest {
    private static final String BASE = "/content/api/v4";
    private static final Sandbox SANDBOX =
            Sandbox.start(SandboxOptions.defaults().withUsers(0).withContent(SandboxContent.brief()));

    private final QfCaller qf = new QfCaller(SANDBOX);
    private final String token = qf.appToken();

    @AfterAll
    static void stop() {
        SANDBOX.close();
    }

    private JsonNode get(String path) {
        return qf.get(BASE + path, token).body();
    }

    @ParameterizedTest
    @CsvSource({
        "juzs, 30, juz_number",
        "hizbs, 60, hizb_number",
        "rub_el_hizbs, 240, rub_el_hizb_number",
        "rukus, 558, ruku_number",
        "manzils, 7, manzil_number",
        "pages, 604, page_number",
        "pages?mushaf=6, 610, page_number",
        "pages?mushaf=7, 548, page_number"
    })
    void aDivisionHasItsNumberOfPartsAndHoldsEveryVerseOnce(String path, int parts, String number) {
        JsonNode rows = get("/" + path).path(path.replaceAll("\\?.*", ""));
        assertThat(rows.size()).isEqualTo(parts);
        int last = 0;
        for (JsonNode row : rows) {
            assertThat(row.path(number).asInt()).isEqualTo(row.path("id").asInt() % 10_000);
            assertThat(row.path("first_verse_id").asInt()).isEqualTo(last + 1);
            last = row.path("last_verse_id").asInt();
            int mapped = 0;
            for (JsonNode range : row.path("verse_mapping")) {
                String[] ends = range.asString().split("-", -1);
                mapped += Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]) + 1;
            }
            assertThat(row.path("verses_count").asInt())
                    .isEqualTo(last - row.path("first_verse_id").asInt() + 1)
                    .isEqualTo(mapped);
        }
        assertThat(last).isEqualTo(6236);
    }

    @Test
    void theFirstJuzIsTheOneThatEverybodyKnows() {
        assertThat(get("/juzs").path("juzs").get(0).toString())
                .isEqualTo("{\"id\":1,\"juz_number\":1,\"verse_mapping\":{\"1\":\"1-7\",\"2\":\"1-141\"},"
                        + "\"first_verse_id\":1,\"last_verse_id\":148,\"verses_count\":148}");
    }

    @Test
    void aRukuKeepsToItsSurahAndIsCountedThere() {
        TreeMap<String, Integer> counted = new TreeMap<>();
        for (JsonNode ruku : get("/rukus").path("rukus")) {
            Set<String> surahs = new HashSet<>(ruku.path("verse_mapping").propertyNames());
            assertThat(surahs).hasSize(1);
            int number = counted.merge(surahs.iterator().next(), 1, Integer::sum);
            assertThat(ruku.path("surah_ruku_number").asInt()).isEqualTo(number);
        }
        assertThat(counted).hasSize(114);
    }

    @Test
    void resourcesHaveTheirOfficialFieldsAndTheirHoles() {
        JsonNode translations = get("/resources/translations").path("translations");
        assertThat(translations.findValuesAsString("id")).contains("20", "131").doesNotContain("901", "950");
        assertThat(translations.findValues("slug").stream().anyMatch(JsonNode::isNull))
                .isTrue();
        assertThat(translations.findValuesAsString("slug")).contains("");
        assertThat(get("/resources/tafsirs?language=ar")
                        .path("tafsirs")
                        .get(0)
                        .at("/translated_name/language_name")
                        .asString())
                .isEqualTo("arabic");
        assertThat(get("/resources/languages").path("languages").findValuesAsString("iso_code"))
                .contains("en", "ar", "ur");
        Set<String> reciters =
                new HashSet<>(get("/resources/recitations").path("recitations").findValuesAsString("id"));
        JsonNode chapterReciters = get("/resources/chapter_reciters").path("reciters");
        assertThat(reciters).hasSize(11).doesNotContainAnyElementsOf(chapterReciters.findValuesAsString("id"));
        assertThat(chapterReciters.size()).isEqualTo(14);
    }

    @Test
    void aSurahHasATextInSomeLanguagesOrNone() {
        assertThat(get("/chapters/2/info").at("/chapter_info/resource_id").asInt())
                .isEqualTo(58);
        assertThat(get("/chapters/2/info?language=fr")
                        .at("/chapter_info/language_name")
                        .asString())
                .isEqualTo("english");
        assertThat(get("/chapters/2/info?language=ur&include_resources=true")
                        .at("/resources/0/id")
                        .asInt())
                .isEqualTo(61);
        assertThat(get("/chapters/114/info?language=ur").path("chapter_info").isNull())
                .isTrue();
        assertThat(get("/chapters/2/info?resource_id=77").path("chapter_info").isNull())
                .isTrue();
        assertThat(qf.get(BASE + "/chapters/115/info", token).status()).isEqualTo(404);
        assertThat(qf.get(BASE + "/pages?mushaf=8", token).status()).isEqualTo(422);
    }

    @Test
    void theTruthTellsWhatTheListsTell() {
        ContentTruth truth = SANDBOX.truth().content();
        assertThat(List.<JsonNode>copyOf(truth.listing("recitations")))
                .containsExactlyElementsOf(get("/resources/recitations").path("recitations"));
        assertThat(truth.listing("pages")).hasSize(604);
        assertThat(truth.chapterInfo(114, "ur")).isEmpty();
        assertThat(truth.resources()).contains("translations:20", "translations:901");
        assertThat(List.<JsonNode>copyOf(truth.records("translations:20")))
                .containsExactlyElementsOf(
                        get("/resources/snapshots/translations/20").path("records"));
    }
}
