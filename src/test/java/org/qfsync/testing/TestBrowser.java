package org.qfsync.testing;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a user's browser does at {@link IndependentAuthServer}; it stops at the first address elsewhere. */
public final class TestBrowser {
    private static final Pattern STATE = Pattern.compile("name=\"state\" value=\"([^\"]*)\"");
    private static final Pattern OFFERED = Pattern.compile("type=\"checkbox\" name=\"scope\" value=\"([^\"]*)\"");

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final String user;

    public TestBrowser(String user) {
        this.user = user;
    }

    /** Logs in and grants all that is asked for; the address that the server sends the browser to. */
    public URI consent(URI authorizationUrl) {
        return visit(authorizationUrl, Optional.empty());
    }

    /** Grants these scopes alone; none of them: declines. */
    public URI consentTo(URI authorizationUrl, Set<String> scopes) {
        return visit(authorizationUrl, Optional.of(scopes));
    }

    private URI visit(URI authorizationUrl, Optional<Set<String>> chosen) {
        HttpResponse<String> page = send(request(authorizationUrl).GET().build());
        if (page.statusCode() != 200) {
            return redirect(page);
        }
        String clientId = query(authorizationUrl).getOrDefault("client_id", "");
        Set<String> offered = OFFERED.matcher(page.body())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        String state = STATE.matcher(page.body())
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError(page.body()));
        String form = Stream.concat(
                        Stream.of("client_id=" + encode(clientId), "state=" + encode(state)),
                        offered.stream()
                                .filter(scope ->
                                        chosen.map(set -> set.contains(scope)).orElse(true))
                                .map(scope -> "scope=" + encode(scope)))
                .collect(Collectors.joining("&"));
        URI action = authorizationUrl.resolve(authorizationUrl.getRawPath());
        return redirect(send(request(action)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build()));
    }

    /** The parameters of an address, decoded. */
    public static Map<String, String> query(URI address) {
        return Arrays.stream(String.valueOf(address.getRawQuery()).split("&", -1))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(
                        pair -> pair[0], pair -> java.net.URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(10))
                .header("Accept", "text/html")
                .header(IndependentAuthServer.USER_HEADER, user);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static URI redirect(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Location")
                .map(URI::create)
                .orElseThrow(() -> new AssertionError("HTTP " + response.statusCode() + ": " + response.body()));
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
