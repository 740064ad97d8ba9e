package org.qfsync.console;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The machine's own Chromium without a window; it notes each request and each complaint of a page. */
final class ChromiumBrowser implements AutoCloseable {
    private static final List<Path> PLACES = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));

    /** Addresses that were asked for. */
    final List<URI> requests = new CopyOnWriteArrayList<>();

    /** What the pages' consoles complained of. */
    final List<String> complaints = new CopyOnWriteArrayList<>();

    private final Playwright playwright;
    private final Browser browser;

    private ChromiumBrowser(Path executable) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));
    }

    /** Skips the tests where there is none. */
    static ChromiumBrowser start() {
        Optional<Path> executable = PLACES.stream().filter(Files::isExecutable).findFirst();
        assumeTrue(
                executable.isPresent(), "No Chromium is installed (apt install chromium): not looked at in a browser");
        return new ChromiumBrowser(executable.orElseThrow());
    }

    /** A window of its own, without the cookies of others. */
    Page window(int width, int height, ColorScheme scheme) {
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme));
        context.setDefaultTimeout(30_000);
        Page page = context.newPage();
        page.onRequest(request -> requests.add(URI.create(request.url())));
        page.onConsoleMessage(message -> {
            if (Stream.of("error", "warning").anyMatch(message.type()::equals)) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        return page;
    }

    Page window() {
        return window(1280, 900, ColorScheme.LIGHT);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
