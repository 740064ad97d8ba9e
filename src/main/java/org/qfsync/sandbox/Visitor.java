package org.qfsync.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A person with a browser, for tests and demos: opens the page that a URL leads to, fills in its form and sends it, by
 * the same requests that a browser would make. Follows no redirect to the application. Thread-safe.
 */
final class Visitor {
    private static final Pattern CHALLENGE = Pattern.compile("name=\"challenge\" value=\"([^\"]+)\"");
    private static final Pattern SCOPE = Pattern.compile("name=\"scope\\.([^\"]+)\"");
    private static final Pattern TEXT = Pattern.compile("<main>(.*)</main>", Pattern.DOTALL);

    private final HttpClient browser =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * Allows what is asked.
     *
     * @param sub who the person says to be
     * @param scopes which of the scopes to tick; nothing for all that are offered
     * @return where the browser is sent
     * @throws IllegalStateException if there is an error page instead of a question
     */
    URI allow(URI url, String sub, Optional<Set<String>> scopes) {
        HttpResponse<String> page = open(url);
        if (page.statusCode() == 303) {
            return location(page);
        }
        String ticked = scopes.orElseGet(() -> offered(page)).stream()
                .map(scope -> "&" + encode(ConsentDesk.SCOPE_FIELD + scope) + "=on")
                .collect(Collectors.joining());
        return send(page, "decision=allow&sub=" + encode(sub) + ticked);
    }

    /** Denies it. */
    URI deny(URI url) {
        HttpResponse<String> page = open(url);
        return page.statusCode() == 303 ? location(page) : send(page, "decision=deny");
    }

    private HttpResponse<String> open(URI url) {
        return exchange(HttpRequest.newBuilder(url).build());
    }

    private static Set<String> offered(HttpResponse<String> page) {
        return SCOPE.matcher(page.body()).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    private URI send(HttpResponse<String> page, String answer) {
        Matcher challenge = CHALLENGE.matcher(page.body());
        if (!challenge.find()) {
            throw failure(page);
        }
        String cookie = page.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
        HttpRequest request = HttpRequest.newBuilder(page.uri().resolve("/oauth2/auth/consent"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", cookie)
                .POST(BodyPublishers.ofString("challenge=" + challenge.group(1) + "&" + answer))
                .build();
        return location(exchange(request));
    }

    private static URI location(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Location")
                .map(location -> response.uri().resolve(location))
                .orElseThrow(() -> failure(response));
    }

    private static IllegalStateException failure(HttpResponse<String> page) {
        Matcher text = TEXT.matcher(page.body());
        String shown = text.find() ? text.group(1).replaceAll("(?:\\s|<[^>]*>)+", " ") : "";
        return new IllegalStateException("The sandbox shows a page of status " + page.statusCode() + ":" + shown);
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return browser.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The sandbox does not answer at " + request.uri().getPath(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the sandbox was asked", e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
