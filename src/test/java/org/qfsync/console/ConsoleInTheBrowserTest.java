package org.qfsync.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.job.RunResult;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.SandboxOptions;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An operator's night in a real browser: it goes from one test to the next, because starting it over costs time. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleInTheBrowserTest {
    private static final LocatorAssertions.ContainsTextOptions PATIENT =
            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);

    @TempDir
    static Path home;

    private static ChromiumBrowser browser;
    private static ConsoleRig rig;
    private static Page page;
    private static String unlucky;

    @BeforeAll
    static void open() {
        browser = ChromiumBrowser.start();
        rig = ConsoleRig.guarded(
                home,
                SandboxOptions.defaults().withUsers(16).withLatency(Duration.ofMillis(40)),
                Map.of("QFSYNC_API_MAX_ATTEMPTS", "2", "QFSYNC_API_BACKOFF_BASE", "10ms"));
        unlucky = rig.sandbox.subs().skip(3).findFirst().orElseThrow();
        rig.sandbox.addFault(
                FaultRule.parse("user/bookmarks:503=1,retry-after=0").forSub(unlucky));
        page = browser.window();
    }

    @AfterAll
    static void close() {
        if (rig != null) {
            rig.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    @Order(1)
    void aWrongPasswordIsRefusedAndTheRightOneLetsIn() {
        page.navigate(rig.address() + "/");
        signIn("wrong");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Account or password is wrong");

        signIn(ConsoleRig.OPERATOR_PASSWORD);
        assertThat(heading("Tonight")).isVisible();
        assertThat(page.getByText("No night has run yet").first()).isVisible();
    }

    @Test
    @Order(2)
    void aRunIsWatchedToItsEnd() throws Exception {
        CompletableFuture<RunResult> run = CompletableFuture.supplyAsync(rig::runTonight);
        // As an operator who looks in once it is under way: a page that is open looks every 15 seconds.
        page.waitForCondition(() -> {
            page.reload();
            return page.locator("#live progress").count() > 0;
        });
        Locator live = page.locator("#live");
        assertThat(live).containsText("RUNNING");
        assertThat(live).containsText(Pattern.compile("\\d+ of \\d+"));

        assertThat(page.locator(".verdict")).containsText("left some data open", PATIENT);
        assertThat(live).containsText("No run is under way");
        assertThat(run.get(60, TimeUnit.SECONDS).end()).isEqualTo(RunResult.End.PARTIAL);
    }

    @Test
    @Order(3)
    void aFailedUserIsSyncedAgainByKeyboardAlone() {
        rig.sandbox.clearFaults();
        page.navigate(rig.address() + "/");
        page.keyboard().press("Tab");
        assertThat(page.getByText("Skip to the content")).isFocused();
        tabTo(link("Rerun 1 user"));
        page.keyboard().press("Enter");

        assertThat(heading("Rerun what failed")).isVisible();
        assertThat(page.locator("main")).containsText("1 user");
        tabTo(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Rerun now")));
        page.keyboard().press("Enter");

        assertThat(page.getByRole(AriaRole.STATUS)).containsText("begins");
        assertThat(page.locator(".outcomes")).containsText("COMPLETED", PATIENT);
        String state = rig.get(JdbcClient.class)
                .sql("SELECT state FROM ops.user_run WHERE sub = ? ORDER BY run_id DESC LIMIT 1")
                .param(unlucky)
                .query(String.class)
                .single();
        assertThat(state).isEqualTo("DONE");
    }

    @Test
    @Order(4)
    void aRunIsStoppedAndResumed() throws Exception {
        CompletableFuture<RunResult> run = CompletableFuture.supplyAsync(rig::runEverythingAgain);
        page.waitForCondition(() -> {
            page.navigate(rig.address() + "/");
            return page.locator("#stop").count() > 0;
        });
        page.locator("#stop").click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop it"))
                .click();

        assertThat(page.getByRole(AriaRole.STATUS)).containsText("asked to stop");
        assertThat(run.get(60, TimeUnit.SECONDS).end()).isEqualTo(RunResult.End.STOPPED);
        page.navigate(rig.address() + "/runs/" + run.get().run().orElseThrow().id());
        link("Resume this run").click();
        assertThat(heading("Resume this run")).isVisible();
        assertThat(page.locator("main")).containsText("goes on where it stopped");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Resume now"))
                .click();
        assertThat(page.locator(".outcomes li").first()).containsText("COMPLETED", PATIENT);
        assertThat(page.locator(".outcomes li")).hasCount(2);
        long stopped = run.get().run().orElseThrow().id();
        link("Audit").click();
        assertThat(page.locator("tbody tr").nth(0)).containsText("resumption of run " + stopped);
        assertThat(page.locator("tbody tr").nth(1)).containsText(Pattern.compile("operator\\s+stop asked"));
        assertThat(page.locator("tbody tr").nth(1)).containsText("run " + stopped);
        assertThat(page.locator("tbody tr").nth(2)).containsText("rerun asked");
    }

    @Test
    @Order(5)
    void aTextFromRightToLeftReadsSo() {
        rig.get(JdbcClient.class).sql("""
                INSERT INTO ops.user_run (run_id, sub, position, state, error_class, hint)
                VALUES (1, 'مستخدم-1', 999, 'FAILED', 'odd', 'x')
                """).update();
        page.navigate(rig.address() + "/runs/1");
        page.locator("article", new Page.LocatorOptions().setHasText("odd"))
                .locator("summary")
                .click();
        Locator sub = page.locator("bdi[dir=auto]", new Page.LocatorOptions().setHasText("مستخدم-1"))
                .first();

        assertThat(sub).isVisible();
        assertThat(sub).hasCSS("direction", "rtl");
    }

    @Test
    @Order(6)
    void aPhoneShowsEachPageWithoutScrollingAside() {
        Page phone = browser.window(360, 720, ColorScheme.DARK);
        phone.context().addCookies(page.context().cookies());
        for (String path : new String[] {
            "/",
            "/runs",
            "/runs/1",
            "/runs/1/rerun",
            "/users",
            "/users/one?sub=" + unlucky,
            "/users/erase?sub=" + unlucky,
            "/content",
            "/holds",
            "/schedule",
            "/drift",
            "/audit",
            "/login"
        }) {
            phone.navigate(rig.address() + path);
            assertThat((Boolean) phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .as(path)
                    .isTrue();
        }
        phone.close();
    }

    @Test
    @Order(7)
    void aUserIsErasedOnlyAfterTheirSubWasTyped() {
        page.navigate(rig.address() + "/");
        link("Users").click();
        page.getByLabel("Sub, or how it begins").fill(unlucky.substring(0, 8));
        page.keyboard().press("Enter");
        link(unlucky).click();
        assertThat(heading("User " + unlucky)).isVisible();
        link("Erase…").click();
        assertThat(heading("Erase this user for good?")).isVisible();

        page.getByLabel("Type the sub").fill("somebody else");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Nothing was erased");
        assertThat(rowsOf(unlucky)).isPositive();

        page.getByLabel("Type the sub").fill(unlucky);
        page.keyboard().press("Enter");
        assertThat(heading("The user is erased")).isVisible();
        assertThat(page.locator("pre")).containsText("user_fingerprint");
        assertThat(rowsOf(unlucky)).isZero();
    }

    @Test
    @Order(8)
    void nothingWasAskedOfAnyOtherHostAndNoPageComplained() {
        assertThat(browser.requests)
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.getAuthority())
                        .isEqualTo(rig.address().getAuthority()));
        assertThat(browser.complaints).isEmpty();
    }

    private static long rowsOf(String sub) {
        return rig.get(JdbcClient.class)
                .sql("SELECT COUNT(*) FROM ops.user_run WHERE sub = ?")
                .param(sub)
                .query(Long.class)
                .single();
    }

    private static void signIn(String password) {
        page.getByLabel("Account").fill("operator");
        page.getByLabel("Password").fill(password);
        page.keyboard().press("Enter");
    }

    private static void tabTo(Locator target) {
        for (int i = 0; i < 40 && !(Boolean) target.evaluate("element => element === document.activeElement"); i++) {
            page.keyboard().press("Tab");
        }
        assertThat(target).isFocused();
    }

    private static Locator heading(String text) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setExact(true));
    }

    private static Locator link(String text) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(text));
    }
}
