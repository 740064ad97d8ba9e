package org.qfsync.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.testing.Visitor;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What holds for every page: whom it tells nothing, who can read it, and that it needs nothing from elsewhere. */
class PagesTest {
    @TempDir
    static Path home;

    static EnrolmentRig rig;
    static final Map<String, HttpResponse<String>> PAGES = new LinkedHashMap<>();

    @BeforeAll
    static void openEveryPage() {
        rig = new EnrolmentRig(
                home,
                Map.of(
                        "QFSYNC_ENROLMENT_BASE_URL",
                        "https://consent.example.org",
                        "QFSYNC_ENROLMENT_PRIVACY_URL",
                        "https://example.org/privacy?a=1&b=2"));
        Visitor visitor = rig.visitor();
        PAGES.put("connect", visitor.get("/connect"));
        PAGES.put("nothing ticked", visitor.fillIn("/connect"));
        PAGES.put("stale form", visitor.post("/connect", "scope", "bookmark"));
        String sub = rig.newUser();
        PAGES.put("connected", visitor.follow(rig.consentUpToCallback(visitor, sub)));
        PAGES.put(
                "partly connected",
                visitor.follow(rig.sandbox.approve(
                        visitor.goToConsent("bookmark", "collection"),
                        sub,
                        Set.of("openid", "offline_access", "bookmark"))));
        PAGES.put("disconnect", visitor.get("/disconnect"));
        PAGES.put("confirm", visitor.follow(rig.sandbox.approve(visitor.goToSignIn(), sub)));
        visitor.fillIn("/disconnect/confirm", "data", "later");
        PAGES.put("disconnected", visitor.get("/disconnect/done"));
        visitor.follow(rig.sandbox.approve(visitor.goToSignIn(), sub));
        visitor.fillIn("/disconnect/confirm", "data", "now");
        PAGES.put("erased", visitor.get("/disconnect/done"));
        PAGES.put("denied", visitor.open(rig.sandbox.deny(visitor.goToConsent("bookmark"))));
        PAGES.put("incomplete", visitor.get("/oauth/callback"));
        PAGES.put("no such page", visitor.get("/nowhere"));
        PAGES.put("not allowed", visitor.send("DELETE", "/connect"));
        PAGES.put("too large", visitor.post("/connect", "scope", "x".repeat(20_000)));
        PAGES.put("refused by the server itself", visitor.get("/%2e%2e%2fconnect"));
        PAGES.put("a path that cannot be read", visitor.get("/connect%00"));
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void theStatusSaysWhatThePageSays() {
        Map<String, Integer> statuses = new LinkedHashMap<>();
        PAGES.forEach((name, page) -> statuses.put(name, page.statusCode()));
        assertThat(statuses)
                .containsEntry("connect", 200)
                .containsEntry("nothing ticked", 422)
                .containsEntry("stale form", 403)
                .containsEntry("connected", 200)
                .containsEntry("confirm", 200)
                .containsEntry("disconnected", 200)
                .containsEntry("erased", 200)
                .containsEntry("denied", 403)
                .containsEntry("incomplete", 400)
                .containsEntry("no such page", 404)
                .containsEntry("not allowed", 405)
                .containsEntry("too large", 413)
                .containsEntry("refused by the server itself", 400)
                .containsEntry("a path that cannot be read", 400);
        assertThat(page("not allowed").headers().firstValue("Allow")).contains("GET, HEAD, POST");
    }

    @Test
    void everyPageHasTheHeadersThatProtectIt() {
        PAGES.forEach((name, page) -> assertProtected(name, page));
        Visitor visitor = rig.visitor();
        assertProtected("redirect", visitor.get("/"));
        assertProtected("style", visitor.get("/style.css"));
        assertProtected("api", visitor.send("POST", "/api/consents/exchange"));
    }

    private static void assertProtected(String name, HttpResponse<String> page) {
        Map<String, String> expected = Map.of(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
                "X-Content-Type-Options",
                "nosniff",
                "X-Frame-Options",
                "DENY",
                "Referrer-Policy",
                "no-referrer",
                "Cache-Control",
                "no-store",
                "Strict-Transport-Security",
                "max-age=31536000");
        expected.forEach((header, value) -> assertThat(page.headers().allValues(header))
                .as(name + ": " + header)
                .containsExactly(value));
        assertThat(page.headers().firstValue("Server")).as(name).isEmpty();
        assertThat(page.headers().firstValue("Content-Type").orElse("text/html;charset=UTF-8"))
                .as(name)
                .isIn("text/html;charset=UTF-8", "text/css;charset=UTF-8", "application/json");
    }

    @Test
    void everyPageIsWellFormedAndCanBeReadAloud() {
        PAGES.forEach((name, page) -> {
            Document document = parse(name, page);
            assertThat(document.getDocumentElement().getAttribute("lang"))
                    .as(name)
                    .isEqualTo("en");
            assertThat(texts(document, "title")).as(name).hasSize(1).allMatch(title -> !title.isBlank());
            assertThat(texts(document, "h1")).as(name).hasSize(1);
            assertThat(elements(document, "main")).as(name).hasSize(1);
            assertHeadingsInOrder(name, document);
            assertLabelled(name, document);
            List<String> ids = elements(document, "*").stream()
                    .map(element -> element.getAttribute("id"))
                    .filter(id -> !id.isEmpty())
                    .toList();
            assertThat(ids).as(name).doesNotHaveDuplicates();
            elements(document, "*").stream()
                    .map(element -> element.getAttribute("aria-describedby"))
                    .filter(id -> !id.isEmpty())
                    .forEach(id -> assertThat(ids).as(name).contains(id));
        });
    }

    @Test
    void noPageIsShownAsBrowsersOfTheLastCenturyDid() {
        assertThat(PAGES)
                .allSatisfy((name, page) -> assertThat(page.body()).as(name).startsWith("<!DOCTYPE html>"));
    }

    @Test
    void noPageNeedsAScriptOrAnythingFromElsewhere() {
        PAGES.forEach((name, page) -> {
            Document document = parse(name, page);
            for (String tag : List.of("script", "img", "iframe", "style", "object", "embed", "svg")) {
                assertThat(elements(document, tag)).as(name + " " + tag).isEmpty();
            }
            elements(document, "*").forEach(element -> {
                for (String attribute : List.of("style", "onclick", "onload", "onsubmit", "src", "srcset")) {
                    assertThat(element.hasAttribute(attribute))
                            .as(name + " " + attribute)
                            .isFalse();
                }
            });
            assertThat(elements(document, "link"))
                    .extracting(link -> link.getAttribute("href"))
                    .as(name)
                    .containsExactly("/style.css");
            assertThat(elements(document, "form"))
                    .extracting(form -> form.getAttribute("action"))
                    .as(name)
                    .allMatch(action -> action.startsWith("/") && !action.startsWith("//"));
            assertThat(elements(document, "a"))
                    .extracting(link -> link.getAttribute("href"))
                    .as(name)
                    .allMatch(href -> (href.startsWith("/") && !href.startsWith("//"))
                            || href.equals("mailto:privacy@example.org")
                            || href.equals("https://example.org/privacy?a=1&b=2"));
        });
        assertThat(rig.visitor().get("/style.css").body())
                .doesNotContain("url(")
                .doesNotContain("@import");
    }

    @Test
    void whatTheOperatorWroteIsShownAsText() {
        assertThat(page("connect").body()).contains("Muster &amp; Söhne &lt;test&gt;");
    }

    @Test
    void theCookieIsOutOfReachForScriptsOtherSitesAndOtherHosts() {
        String cookie = page("connect").headers().firstValue("Set-Cookie").orElseThrow();

        assertThat(cookie)
                .startsWith("__Host-qfsync=")
                .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax")
                .doesNotContain("Domain")
                .doesNotContain("Expires")
                .doesNotContain("Max-Age");
    }

    @Test
    void forwardedHeadersDoNotChangeWherePeopleAreSent() {
        Visitor visitor = rig.visitor()
                .with("X-Forwarded-Host", "evil.example.org")
                .with("X-Forwarded-Proto", "http")
                .with("Forwarded", "host=evil.example.org;proto=http");

        URI authorization = visitor.goToConsent("bookmark");

        assertThat(org.qfsync.testing.TestBrowser.query(authorization))
                .containsEntry("redirect_uri", "https://consent.example.org/oauth/callback");
        assertThat(Visitor.redirect(visitor.get("/"))).hasToString("/connect");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /connect HTTP/1.1\r\n\r\n",
                "GET /oauth/callback?state=%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /oauth/callback?state=%zz&code=a HTTP/1.0\r\n\r\n",
                "GET /con nect HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /connect HTTP/9.9\r\nHost: a\r\n\r\n",
                "G\u0001T /connect HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST /connect HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                "TRACE /connect HTTP/1.1\r\nHost: a\r\n\r\n"
            })
    void whatIsNotWellFormedLearnsNothingAboutTheServer(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), rig.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .containsPattern("\\AHTTP/1.1 (4..|505) ")
                    .doesNotContainIgnoringCase("tomcat")
                    .doesNotContainIgnoringCase("exception")
                    .doesNotContainIgnoringCase("apache");
        }
    }

    private static HttpResponse<String> page(String name) {
        return Objects.requireNonNull(PAGES.get(name), name);
    }

    private static void assertHeadingsInOrder(String name, Document document) {
        int level = 0;
        for (Element element : elements(document, "*")) {
            if (element.getTagName().matches("h[1-6]")) {
                int next = element.getTagName().charAt(1) - '0';
                assertThat(next).as(name + ": " + element.getTextContent()).isLessThanOrEqualTo(level + 1);
                level = next;
            }
        }
    }

    private static void assertLabelled(String name, Document document) {
        List<String> labels = elements(document, "label").stream()
                .filter(label -> !label.getTextContent().isBlank())
                .map(label -> label.getAttribute("for"))
                .toList();
        elements(document, "input").stream()
                .filter(input -> !input.getAttribute("type").equals("hidden"))
                .forEach(input -> assertThat(labels).as(name).contains(input.getAttribute("id")));
        assertThat(texts(document, "button")).as(name).allMatch(text -> !text.isBlank());
        assertThat(texts(document, "a")).as(name).allMatch(text -> !text.isBlank());
        assertThat(elements(document, "fieldset")).as(name).hasSameSizeAs(elements(document, "legend"));
    }

    private static Document parse(String name, HttpResponse<String> page) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(page.body())));
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new AssertionError(name + ": " + page.body(), e);
        }
    }

    private static List<Element> elements(Document document, String tag) {
        NodeList found = document.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        IntStream.range(0, found.getLength()).forEach(i -> elements.add((Element) found.item(i)));
        return elements;
    }

    private static List<String> texts(Document document, String tag) {
        return elements(document, tag).stream().map(Element::getTextContent).toList();
    }
}
