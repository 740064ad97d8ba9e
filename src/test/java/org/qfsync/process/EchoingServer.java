package org.qfsync.process;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.qfsync.testing.WireTap;
import org.qfsync.testing.WireTap.Answer;
import org.qfsync.testing.WireTap.Asked;

/** Answers badly in turn, and always with what it was sent, or with what it should have issued, in the answer. */
final class EchoingServer implements WireTap.Spoiler {
    private final AtomicInteger contentTokens = new AtomicInteger();
    private final AtomicInteger refreshes = new AtomicInteger();
    private final AtomicInteger codes = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public Answer spoil(Asked asked, Answer answer) {
        if (!asked.path().equals("/oauth2/token")) {
            return asked.token().isEmpty() ? answer : api(asked, answer, calls.getAndIncrement());
        }
        String echo = String.join(" ", asked.form().values()) + " " + asked.authorization();
        return switch (asked.form().getOrDefault("grant_type", "")) {
            case "client_credentials" ->
                switch (contentTokens.getAndIncrement()) {
                    case 0 -> error(500, "server_error", "you sent " + echo);
                    case 1 ->
                        error(500, "server_error", "wrong: " + secret(asked).replace("&", "&amp;"));
                    default -> answer;
                };
            case "refresh_token" -> refresh(asked, answer, echo, refreshes.getAndIncrement());
            default -> code(answer, echo, codes.getAndIncrement());
        };
    }

    /** The client secret as it was before it was encoded. */
    private static String secret(Asked asked) {
        String basic = asked.authorization().replaceFirst("^Basic ", "");
        String credentials = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
        return URLDecoder.decode(credentials.substring(credentials.indexOf(':') + 1), StandardCharsets.UTF_8);
    }

    /** Never three unclear outcomes in a row: that would end the run. */
    private static Answer refresh(Asked asked, Answer answer, String echo, int turn) {
        String presented = asked.form().getOrDefault("refresh_token", "");
        return switch (turn) {
            case 1 -> error(500, "server_error", echo);
            case 3 ->
                new Answer(
                        200,
                        "application/json",
                        answer.body().substring(0, answer.body().length() - 2));
            case 4 -> error(400, "invalid_grant", "The refresh token '" + presented + "' was used");
            case 5 -> new Answer(200, "text/html", "<html>" + answer.body() + echo + "</html>");
            case 6 -> new Answer(400, "application/json", "{\"error\":\"" + presented + "\"}");
            case 7 ->
                new Answer(
                        200,
                        "application/json",
                        answer.body().replaceFirst("\"access_token\"", "\"access_token\":[17],\"was\""));
            case 8 ->
                new Answer(
                        403,
                        "application/json",
                        "{\"error\":{\"code\":\"access_denied\",\"message\":\"" + presented + "\",\"details\":\"" + echo
                                + "\"}}");
            default -> answer;
        };
    }

    private static Answer code(Answer answer, String echo, int turn) {
        return switch (turn) {
            case 0 -> new Answer(200, "application/json", answer.body().replace(",", ",,"));
            case 1 -> error(400, "invalid_grant", echo);
            default -> answer;
        };
    }

    private static Answer api(Asked asked, Answer answer, int turn) {
        if (turn < 20 || turn % 9 != 0) {
            return answer;
        }
        String token = asked.token();
        return switch (turn / 9 % 6) {
            case 0 -> error(401, "invalid_token", "The token " + token + " is not good");
            case 1 -> new Answer(500, "text/html", "<html>" + token + "</html>");
            case 2 -> new Answer(200, "application/json", "{\"success\":true,\"data\":[{\"id\":\"" + token + "\",,]}");
            case 3 -> new Answer(403, "application/json", "{\"type\":\"" + token + "\",\"message\":\"" + token + "\"}");
            case 4 -> new Answer(200, "application/json", "{\"success\":\"" + token + "\",\"data\":\"" + token + "\"}");
            default -> new Answer(422, "application/json", "{\"message\":\"Authorization: Bearer " + token + "\"}");
        };
    }

    private static Answer error(int status, String code, String text) {
        return new Answer(
                status, "application/json", "{\"error\":\"" + code + "\",\"error_description\":\"" + text + "\"}");
    }
}
