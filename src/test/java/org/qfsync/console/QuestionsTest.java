package org.qfsync.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.analytics.QueryCatalog;
import org.qfsync.job.RunResult;
import org.qfsync.sandbox.SandboxOptions;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pages of questions over the data of the demo's users, for scripts and in a real browser. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QuestionsTest {
    private static final Path PICTURE = Path.of("target/console-questions.png");

    @TempDir
    static Path home;

    private static ConsoleRig rig;
    private static Surfer reader;

    @BeforeAll
    static void serve() {
        rig = ConsoleRig.guarded(home, SandboxOptions.defaults(), Map.of());
        assertThat(rig.runTonight().end()).isEqualTo(RunResult.End.COMPLETED);
        reader = new Surfer(rig.address());
        reader.signIn("reader", ConsoleRig.READER_PASSWORD);
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    @Order(1)
    void whoOnlyLooksMayAskAndWhoHasNotSignedInMayNot() {
        assertThat(page("/questions")).contains(">Most saved verses<", "Which verses do users save most?");
        Surfer stranger = new Surfer(rig.address());
        assertThat(stranger.get("/questions").statusCode()).isEqualTo(302);
        assertThat(stranger.get("/questions/most-saved-verses/answer.csv").statusCode())
                .isEqualTo(302);
    }

    @Test
    @Order(1)
    void eachQuestionIsAnsweredOrSaysWhatItNeeds() {
        QueryCatalog.load().all().forEach(query -> {
            String body = page("/questions/" + query.name());
            if (query.parameters().stream().anyMatch(each -> each.isRequired())) {
                assertThat(body).contains("Needed").doesNotContain("The answer<", "role=\"alert\"");
            } else {
                assertThat(body).as(query.name()).contains("The answer<").doesNotContain("role=\"alert\"");
            }
        });
    }

    @Test
    @Order(1)
    void theAddressHoldsWhatWasAskedAndThePageShowsItAgain() {
        String body = page("/questions/most-saved-verses?juz=30&chapter=&limit=3");

        assertThat(body)
                .contains("value=\"30\"", "value=\"3\"", "3 rows in ")
                .contains("<svg", "saves by verse key", "qfsync query most-saved-verses --param juz=30 --param limit=3")
                .contains("/questions/most-saved-verses/answer.csv?juz=30&amp;limit=3")
                .contains("FROM analytics.most_saved_verses", "What the columns mean", "<dt>saves</dt><dd>")
                .contains("<td class=\"number\">");
        assertThat(body.split("<rect", -1)).hasSize(4);
    }

    @Test
    @Order(1)
    void aWrongFieldKeepsAllThatWasFilledInAndAsksNothing() {
        HttpResponse<String> answer =
                reader.get("/questions/most-read-verses?juz=thirty&chapter=2&since=yesterday&limit=");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("&quot;thirty&quot; is not a whole number.", "value=\"thirty\"", "value=\"2\"")
                .contains("&quot;yesterday&quot; is not a date such as 2026-10-04.", "value=\"yesterday\"")
                .contains("aria-invalid=\"true\"", "2 fields need another look")
                .doesNotContain("The answer<");
        assertThat(reader.get("/questions/most-read-verses/answer.csv?juz=thirty")
                        .statusCode())
                .isEqualTo(400);
        assertThat(reader.get("/questions/most-read-verses?juzz=30").body())
                .contains("no field &quot;juzz&quot;")
                .doesNotContain("The answer<");
        assertThat(reader.get("/questions/collected-as-of?at=").body()).contains("This is needed: a time such as");
        assertThat(reader.get("/questions/collected-as-of?at=2099-01-01").body())
                .contains("The answer<");
    }

    @Test
    @Order(1)
    void whatComesFromTheBrowserIsAValueAndNeverSql() {
        String attack = "x' OR 1=1; DROP TABLE qf.chapter --";
        assertThat(page("/questions/attribution?group=" + Surfer.encoded(attack)))
                .contains("Nothing was found", "OR 1=1; DROP TABLE");
        assertThat(page("/questions/attribution?group=%22%3E%3Cscript%3E"))
                .contains("value=\"&quot;&gt;&lt;script&gt;\"")
                .doesNotContain("\"><script>");
        assertThat(chapters()).isEqualTo(114);
    }

    @Test
    @Order(1)
    void whatTheDatabaseRefusesAndWhatIsNotThereSaysWhatToDo() {
        HttpResponse<String> refused = reader.get("/questions/most-saved-verses?limit=-1");
        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(refused.body())
                .contains("The database refused the query", "filled in as their hints say", "value=\"-1\"");
        HttpResponse<String> unknown = reader.get("/questions/most-saved-verse");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("no question of that name");
        assertThat(reader.get("/questions/saves-by-juz/answer.xlsx").statusCode())
                .isEqualTo(404);
        assertThat(reader.post("/questions/saves-by-juz", Map.of()).statusCode())
                .as("a reader posts nothing")
                .isEqualTo(403);
    }

    @Test
    @Order(4)
    void aFileIsTheAnswerWholeAndHarmlessForSpreadsheets() {
        name(2, "سورة");
        name(3, "=HYPERLINK(\"x\")");

        HttpResponse<String> csv = reader.get("/questions/saves-by-chapter/answer.csv");
        assertThat(csv.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"saves-by-chapter.csv\"");
        assertThat(csv.headers().firstValue("Content-Type")).contains("text/csv;charset=UTF-8");
        assertThat(csv.body())
                .startsWith("chapter_id,chapter_name,saves,users\r\n")
                .contains("\r\n2,سورة,")
                .contains("\r\n3,\"'=HYPERLINK(\"\"x\"\")\",");
        assertThat(reader.get("/questions/saves-by-chapter/answer.json?limit=1").body())
                .startsWith("[\n{\"chapter_id\":")
                .endsWith("}\n]\n");
        assertThat(reader.get("/questions/saves-by-chapter/answer.md?limit=1").body())
                .startsWith("| chapter_id | chapter_name | saves | users |\n| ---: | --- | ---: | ---: |\n");
        assertThat(page("/questions/saves-by-chapter"))
                .contains("<bdi dir=\"auto\">سورة</bdi>", "=HYPERLINK(&quot;x&quot;)");
    }

    @Test
    @Order(3)
    void whatIsTooLongForAPageIsCutOffAndSaidSo() {
        assertThat(page("/questions/most-saved-verses?limit=100000"))
                .contains("Cut off at <span>500 rows</span>", "download up to <span>100,000 rows</span>");
    }

    @Test
    @Order(2)
    void aReaderFindsAQuestionAsksItSeesItsChartAndTakesItHome() throws IOException {
        try (ChromiumBrowser browser = ChromiumBrowser.start()) {
            Page page = browser.window(1200, 900, ColorScheme.LIGHT);
            page.navigate(rig.address() + "/login");
            page.getByLabel("Account").fill("reader");
            page.getByLabel("Password").fill(ConsoleRig.READER_PASSWORD);
            page.keyboard().press("Enter");
            link(page, "Questions").click();
            link(page, "Most saved verses").click();
            page.getByLabel("Limit").fill("8");
            page.keyboard().press("Enter");
            page.waitForURL("**limit=8");

            assertThat(page.locator("#rows tbody tr")).hasCount(8);
            assertThat(page.locator(".bars rect")).hasCount(8);
            double longest = page.locator(".bars rect").first().boundingBox().width;
            assertThat(longest).isGreaterThan(200);
            assertThat(page.locator(".bars rect").last().boundingBox().width).isLessThan(longest);
            Files.createDirectories(PICTURE.getParent());
            Files.write(PICTURE, page.screenshot(new Page.ScreenshotOptions().setFullPage(true)));
            assertThat(Files.size(PICTURE)).isLessThan(150_000);
            Download file =
                    page.waitForDownload(() -> link(page, "Download CSV").click());
            assertThat(file.suggestedFilename()).isEqualTo("most-saved-verses.csv");
            assertThat(Files.readAllLines(file.path())).hasSize(9);

            aWrongFieldIsSaidBesideIt(page);
            aHeatMapAndARightToLeftNameAreDrawn(page);
            aPhoneShowsEachPageWithoutScrollingAside(browser, page);
            assertThat(browser.requests)
                    .allSatisfy(request -> assertThat(request.getAuthority())
                            .isEqualTo(rig.address().getAuthority()));
            assertThat(browser.complaints).allMatch(complaint -> complaint.contains("status of 400"));
        }
    }

    private static void aWrongFieldIsSaidBesideIt(Page page) {
        Locator juz = page.getByLabel("Juz");
        juz.fill("thirty");
        juz.press("Enter");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("a field needs another look");
        assertThat(juz).hasValue("thirty");
        assertThat(juz)
                .hasAccessibleDescription("Only this juz, 1 to 30. May stay empty. \"thirty\" is not a whole number.");
        assertThat(page.getByLabel("Limit")).hasValue("8");
    }

    private static void aHeatMapAndARightToLeftNameAreDrawn(Page page) {
        page.navigate(rig.address() + "/questions/reading-heat-map");
        assertThat(page.locator("table.heat tbody th").first()).hasText("Monday");
        assertThat(page.locator("td.heat-4").first()).isVisible();
        name(2, "سورة");
        page.navigate(rig.address() + "/questions/saves-by-chapter");
        assertThat(page.locator("#rows bdi", new Page.LocatorOptions().setHasText("سورة")))
                .hasCSS("direction", "rtl");
    }

    private static void aPhoneShowsEachPageWithoutScrollingAside(ChromiumBrowser browser, Page page) {
        Page phone = browser.window(360, 720, ColorScheme.DARK);
        phone.context().addCookies(page.context().cookies());
        for (String path : new String[] {
            "", "/most-saved-verses", "/reading-heat-map", "/sync-nights", "/attribution", "/collected-as-of?at=x"
        }) {
            phone.navigate(rig.address() + "/questions" + path);
            assertThat((Boolean) phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .as(path)
                    .isTrue();
        }
    }

    private static Locator link(Page page, String text) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(text));
    }

    private static void name(int chapter, String name) {
        rig.get(JdbcClient.class)
                .sql("UPDATE qf.chapter SET name_simple = ? WHERE chapter_id = ?")
                .params(name, chapter)
                .update();
    }

    private static long chapters() {
        return rig.get(JdbcClient.class)
                .sql("SELECT COUNT(*) FROM qf.chapter")
                .query(Long.class)
                .single();
    }

    private static String page(String path) {
        HttpResponse<String> answer = reader.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }
}
