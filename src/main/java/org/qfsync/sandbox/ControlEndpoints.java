package org.qfsync.sandbox;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The levers by HTTP, under {@code /__sandbox/}. They are neither counted nor ever faulty. */
final class ControlEndpoints {
    private final Levers levers;
    private final Tally tally;
    private final Faults faults;
    private final Twists twists;
    private final SkewedFront front;

    ControlEndpoints(Levers levers, Tally tally, Faults faults, Twists twists, SkewedFront front) {
        this.levers = levers;
        this.tally = tally;
        this.faults = faults;
        this.twists = twists;
        this.front = front;
    }

    Reply answer(Call call) {
        String lever = call.method() + " " + call.lastSegment();
        try {
            return switch (lever) {
                case "GET stats" -> json(tally.stats());
                case "GET consents" -> consents(call);
                case "POST approve" -> sentTo(approve(call));
                case "POST deny" -> sentTo(levers.visitor().deny(url(call)));
                case "GET user-truth" -> json(levers.userTruth(required(call, "sub")));
                case "GET truth" -> json(levers.truth(call.query().getOrDefault("sub", "")));
                case "GET content" -> levers.content().tell(call);
                default -> pull(lever, call);
            };
        } catch (IllegalArgumentException | IllegalStateException | DateTimeException e) {
            return Reply.json(400, json -> json.writeStringProperty("error", e.getMessage()));
        }
    }

    private Reply pull(String lever, Call call) {
        Optional<String> sub = Optional.ofNullable(call.query().get("sub"));
        switch (lever) {
            case "POST advance" -> levers.advance();
            case "POST stir" -> levers.stir(Integer.parseInt(required(call, "changes")));
            case "POST clear" -> levers.clear(sub.orElse(""));
            case "POST revoke" -> levers.revoke(sub.orElse(""));
            case "POST consent" -> levers.consent(sub.orElse(""));
            case "POST expire" -> sub.ifPresentOrElse(levers::expireAccessToken, levers::expireAccessTokens);
            case "POST faults" -> FaultRule.parseAll(call.body()).forEach(faults::add);
            case "POST clear-faults" -> faults.clear();
            case "POST odd" -> twists.oddities().add(oddity(call));
            case "POST clear-odd" -> twists.oddities().clear();
            case "POST shift" -> shift(call, sub);
            case "POST reset-stats" -> tally.reset();
            case "POST grace" -> levers.grace(duration(call));
            case "POST rotate-keys" -> levers.rotateKeys();
            case "POST redirect-uri" -> levers.registration().addRedirectUri(URI.create(required(call, "uri")));
            case "POST scopes" -> levers.registration().scopes(Scopes.parse(required(call, "scope")));
            case "POST skew" -> front.skew(duration(call));
            default -> levers.content().pull(lever, call.query());
        }
        return Reply.json(200, json -> {
            json.writeNumberProperty("night", levers.night());
            json.writeStringProperty("base_url", "http://127.0.0.1:" + front.port());
        });
    }

    private void shift(Call call, Optional<String> sub) {
        OptionalInt user = sub.map(levers::user).map(OptionalInt::of).orElse(OptionalInt.empty());
        int times = Integer.parseInt(call.query().getOrDefault("times", "1"));
        twists.shifts().add(required(call, "route"), user, Shift.valueOf(required(call, "shift")), times);
    }

    private static Oddity oddity(Call call) {
        return new Oddity(
                required(call, "route"), Oddity.Kind.valueOf(required(call, "kind")), required(call, "field"));
    }

    private Reply consents(Call call) {
        int client = "public".equals(call.query().get("client")) ? Clients.PUBLIC : Clients.CONFIDENTIAL;
        String sub = call.query().get("sub");
        Stream<String> lines = sub == null ? levers.consentLines(client) : levers.consentLine(client, sub).stream();
        return Reply.text(
                200, "application/jsonl", lines.map(line -> line + "\n").collect(Collectors.joining()));
    }

    private URI approve(Call call) {
        Optional<Set<String>> scopes =
                Optional.ofNullable(call.query().get("scope")).map(Scopes::parse);
        return levers.visitor().allow(url(call), required(call, "sub"), scopes);
    }

    /** The URL in the body; only one of our own, whatever host it names. */
    private URI url(Call call) {
        URI asked = URI.create(call.body().strip());
        String query = asked.getRawQuery();
        return URI.create("http://127.0.0.1:" + front.port() + asked.getRawPath() + (query == null ? "" : "?" + query));
    }

    private static Reply sentTo(URI location) {
        return Reply.json(200, json -> json.writeStringProperty("location", location.toString()));
    }

    private static String required(Call call, String parameter) {
        return Optional.ofNullable(call.query().get(parameter))
                .orElseThrow(() -> new IllegalArgumentException("The parameter " + parameter + " is missing"));
    }

    private static Duration duration(Call call) {
        return FaultRule.duration(call.query().getOrDefault("duration", "PT0S"));
    }

    private static Reply json(Object value) {
        return Reply.text(200, "application/json", JsonMapper.shared().writeValueAsString(value));
    }
}
