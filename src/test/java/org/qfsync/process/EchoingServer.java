package org.qfsync.process;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.qfsync.testing.WireTap;
import org.qfsync.testing.WireTap.Answer;
import org.qfsync.testing.WireTap.Asked;

/** Answers badly in turn, and always with what it was sent, or with what it should have issued, in the answer. */
final class EchoingServer implements WireTap.Spoiler {
    /** So many calls of the API end well for one that does not. */
    private static final int EACH = 7;

    private final AtomicInteger contentTokens = new AtomicInteger();
    private final AtomicInteger refreshes = new AtomicInteger();
    private final AtomicInteger codes = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();

    private final Set<String> said = new ConcurrentSkipListSet<>();

    /** Which bad answers it has given so far. */
    Set<String> said() {
        return Set.copyOf(said);
    }

    @Override
    public Answer spoil(Asked asked, Answer answer) {
        if (asked.path().equals("/oauth2/token")) {
            String grantType = asked.form().getOrDefault("grant_type", "");
            AtomicInteger turns = switch (grantType) {
                case "client_credentials" -> contentTokens;
                case "refresh_token" -> refreshes;
                default -> codes;
            };
            int turn = turns.getAndIncrement();
            return noted(grantType + " " + turn, token(grantType, asked, answer, turn), answer);
        }
        // What is refused to the application itself ends a run; what is refused to one user does not.
        if (!asked.path().startsWith("/auth/v1/")) {
            return answer;
        }
        int turn = calls.getAndIncrement();
        return noted("api " + turn / EACH % 6, api(asked, answer, turn), answer);
    }

    private Answer noted(String name, Answer given, Answer proper) {
        if (!given.equals(proper)) {
            said.add(name);
        }
        return given;
    }

    private static Answer token(String grantType, Asked asked, Answer answer, int turn) {
        String echo = String.join(" ", asked.form().values()) + " " + asked.authorization();
        return switch (grantType) {
            case "client_credentials" ->
                switch (turn) {
                    case 0 -> error(500, "server_error", "you sent " + echo);
                    case 1 -> error(500, "server_error", escaped(asked));
                    default -> answer;
                };
            case "refresh_token" -> refresh(asked, answer, echo, turn);
            default -> code(answer, echo, turn);
        };
    }

    /** The client secret as it was before it was encoded, in another way than any that we know of. */
    private static String escaped(Asked asked) {
        String basic = asked.authorization().replaceFirst("^Basic ", "");
        String credentials = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
        String secret = URLDecoder.decode(credentials.substring(credentials.indexOf(':') + 1), StandardCharsets.UTF_8);
        return "wrong: " + secret.replace("&", "&amp;");
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
            case 7 -> new Answer(400, "application/json", "{\"error\":\"" + presented + "\"}");
            case 9 ->
                new Answer(
                        200,
                        "application/json",
                        answer.body().replaceFirst("\"access_token\"", "\"access_token\":[17],\"was\""));
            case 8 ->
                new Answer(
                        403,
                        "application/json",
                        "{\"error\":{\"code\":\"access_denied\",\"message\":\"" + escaped(asked) + "\",\"details\":\""
                                + echo + "\"}}");
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
        if (turn % EACH != 0) {
            return answer;
        }
        String token = asked.token();
        return switch (turn / EACH % 6) {
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
