package org.qfsync.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A correct client of QF, for the tests. */
final class QfCaller {
    record Answer(int status, JsonNode body, HttpResponse<String> raw) {
        String error() {
            return body.path("error").asString("");
        }

        String type() {
            return body.path("type").asString("");
        }
    }

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Sandbox sandbox;

    QfCaller(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** The refresh token that the user's consent line holds now. */
    String refreshToken(String sub) {
        return sandbox.consentLines()
                .map(JSON::readTree)
                .filter(line -> line.path("sub").asString().equals(sub))
                .map(line -> line.path("refresh_token").asString())
                .findFirst()
                .orElseThrow();
    }

    Answer refresh(String refreshToken) {
        return token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    /** A fresh access token of that user. */
    String accessToken(String sub) {
        return refresh(refreshToken(sub)).body().path("access_token").asString();
    }

    String appToken() {
        return token(Map.of("grant_type", "client_credentials", "scope", "content"))
                .body()
                .path("access_token")
                .asString();
    }

    Answer token(Map<String, String> form) {
        return post("/oauth2/token", form, basic(sandbox.clientId(), sandbox.clientSecret()));
    }

    static String basic(String id, String secret) {
        return basicOf(encode(id) + ":" + encode(secret));
    }

    static String basicOf(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    Answer post(String path, Map<String, String> form, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(sandbox.baseUrl().resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.entrySet().stream()
                        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                        .collect(Collectors.joining("&"))));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return send(request.build());
    }

    Answer get(String path, String token) {
        return send(HttpRequest.newBuilder(sandbox.baseUrl().resolve(path))
                .header("x-auth-token", token)
                .header("x-client-id", sandbox.clientId())
                .build());
    }

    /** All items of a cursor list, twenty at a time. */
    List<JsonNode> all(String path, String token) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        while (true) {
            Answer answer = get(path + (path.contains("?") ? "&" : "?") + "first=20" + cursor, token);
            if (answer.status() != 200) {
                throw new IllegalStateException(path + " answered " + answer.status() + " " + answer.body());
            }
            JsonNode data = answer.body().path("data");
            (data.isArray() ? data : data.path("bookmarks")).forEach(items::add);
            JsonNode pagination = answer.body().path("pagination");
            if (!pagination.path("hasNextPage").asBoolean(false)) {
                return items;
            }
            cursor = "&after=" + encode(pagination.path("endCursor").asString());
        }
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            boolean json =
                    response.headers().firstValue("Content-Type").orElse("").contains("json")
                            && !response.body().isEmpty();
            return new Answer(response.statusCode(), JSON.readTree(json ? response.body() : "{}"), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    URI uri(String path) {
        return sandbox.baseUrl().resolve(path);
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
