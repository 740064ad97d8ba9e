package org.qfsync.sandbox;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that goes wrong now and then.
 *
 * <pre>
 * rules  = rule *( ";" rule )
 * rule   = route ":" effect "=" probability *( "," option )
 * route  = "*" | name | prefix "/*"
 * effect = status | "html" | "slow" | "reset" | "cut" | "lost" | "nested" | "narrower" | id
 * id     = "id-missing" | "id-other-sub" | "id-unknown-key" | "id-bad-signature" | "id-unsigned" | "id-wrong-issuer" |
 *          "id-wrong-audience" | "id-wrong-nonce" | "id-expired"
 * option = "retry-after=" seconds | "status=" status | "delay=" duration | "times=" number | "sub=" user
 * </pre>
 *
 * <p>Routes: {@code token revoke introspect discovery jwks authorize consent userinfo logout device device-verify
 * device-done content/chapters content/chapter content/verses content/chapter-info
 * content/languages content/translations content/tafsirs content/recitations content/chapter-reciters content/juzs
 * content/hizbs content/rub-el-hizbs content/rukus content/manzils content/pages content/sync content/snapshot user/collections user/collection user/collections-all
 * user/bookmarks}. A status is 400 to 599 with the body that QF
 * gives it; {@code html} answers an HTML page (status 502 unless told); {@code slow} waits {@code delay} (default 2 s)
 * first; {@code reset} drops the connection unread; {@code cut} announces the whole body and sends half of it;
 * {@code lost}, for {@code token} and {@code revoke}, does what was asked, waits {@code delay} (default none) and drops
 * the connection without an answer; {@code nested}, for the authorization server, gives an error the shape in which
 * code and message are inside {@code error}. For {@code token} alone: {@code narrower} makes a refresh lose a scope for
 * good, and the {@code id-} effects make ID tokens that no client may take. Durations are {@code 250ms}, {@code 3s} or {@code 1m}. Probability 1 is always.
 *
 * <p>Example: {@code token:lost=0.01;user/*:503=0.02,retry-after=1;content/verses:slow=0.05,delay=500ms}
 *
 * @param route route name or pattern
 * @param effect what happens
 * @param status HTTP status; 0 where the effect has none
 * @param probability above 0, at most 1
 * @param retryAfter seconds for the {@code Retry-After} header
 * @param delay how long it waits
 * @param times fires at most so often; {@link Integer#MAX_VALUE} without limit
 * @param sub fires for this user alone
 */
public record FaultRule(
        String route,
        Effect effect,
        int status,
        double probability,
        OptionalInt retryAfter,
        Duration delay,
        int times,
        Optional<String> sub) {
    /** What a rule does to a request. */
    public enum Effect {
        STATUS,
        HTML,
        SLOW,
        RESET,
        CUT,
        LOST,
        NESTED,
        NARROWER,
        ID_MISSING,
        ID_OTHER_SUB,
        ID_UNKNOWN_KEY,
        ID_BAD_SIGNATURE,
        ID_UNSIGNED,
        ID_WRONG_ISSUER,
        ID_WRONG_AUDIENCE,
        ID_WRONG_NONCE,
        ID_EXPIRED;

        private boolean isPossibleFor(String route) {
            return switch (this) {
                case STATUS, HTML, SLOW, RESET, CUT -> true;
                case LOST -> route.equals("token") || route.equals("revoke");
                case NESTED -> Route.isOAuth(route);
                default -> route.equals("token");
            };
        }
    }

    private static final Pattern RULE = Pattern.compile("([a-z*/-]+):([a-z-]+|\\d{3})=(\\d*\\.?\\d+)((?:,[^,;]+)*)");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");

    public FaultRule {
        if (!(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException("Fault probability must be above 0 and at most 1: " + probability);
        }
        if (!route.equals("*") && !Route.isKnown(route)) {
            throw new IllegalArgumentException("Fault for unknown route \"" + route + "\"");
        }
        if (!effect.isPossibleFor(route)) {
            throw new IllegalArgumentException("The fault " + effect + " does not exist for the route " + route);
        }
        boolean hasStatus = effect == Effect.STATUS || effect == Effect.HTML;
        if (hasStatus && (status < 400 || status > 599)) {
            throw new IllegalArgumentException("Fault status must be 400 to 599: " + status);
        }
    }

    /** A rule without options that always fires. */
    public static FaultRule always(String route, Effect effect) {
        int status = effect == Effect.HTML ? 502 : 0;
        Duration delay = effect == Effect.SLOW ? Duration.ofSeconds(2) : Duration.ZERO;
        return new FaultRule(route, effect, status, 1, OptionalInt.empty(), delay, Integer.MAX_VALUE, Optional.empty());
    }

    /**
     * Reads rules separated by semicolons; blank text is no rule.
     *
     * @throws IllegalArgumentException naming the rule that cannot be read
     */
    public static List<FaultRule> parseAll(String text) {
        return Arrays.stream(text.split(";", -1))
                .map(String::strip)
                .filter(rule -> !rule.isEmpty())
                .map(FaultRule::parse)
                .toList();
    }

    /**
     * Reads one rule.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    public static FaultRule parse(String text) {
        Matcher matcher = RULE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no fault; expected route:effect=probability");
        }
        String word = matcher.group(2);
        boolean isStatus = Character.isDigit(word.charAt(0));
        Effect effect = isStatus ? Effect.STATUS : effectOf(word);
        FaultRule rule = always(matcher.group(1), effect == Effect.STATUS ? Effect.RESET : effect);
        rule = new FaultRule(
                rule.route,
                effect,
                isStatus ? Integer.parseInt(word) : rule.status,
                Double.parseDouble(matcher.group(3)),
                rule.retryAfter,
                rule.delay,
                rule.times,
                rule.sub);
        for (String option : matcher.group(4).split(",", -1)) {
            rule = option.isBlank() ? rule : rule.with(option.strip());
        }
        return rule;
    }

    private FaultRule with(String option) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        String value = option.substring(equals + 1);
        return switch (name) {
            case "retry-after" ->
                new FaultRule(
                        route, effect, status, probability, OptionalInt.of(Integer.parseInt(value)), delay, times, sub);
            case "status" ->
                new FaultRule(route, effect, Integer.parseInt(value), probability, retryAfter, delay, times, sub);
            case "delay" -> new FaultRule(route, effect, status, probability, retryAfter, duration(value), times, sub);
            case "times" -> times(Integer.parseInt(value));
            case "sub" -> forSub(value);
            default -> throw new IllegalArgumentException("Unknown option \"" + name + "\" of a fault");
        };
    }

    /** The same rule, firing at most that often. */
    public FaultRule times(int limit) {
        return new FaultRule(route, effect, status, probability, retryAfter, delay, limit, sub);
    }

    /** The same rule, for one user alone. */
    public FaultRule forSub(String user) {
        return new FaultRule(route, effect, status, probability, retryAfter, delay, times, Optional.of(user));
    }

    boolean covers(Route candidate, Optional<String> user) {
        return Route.matches(route, candidate) && (sub.isEmpty() || sub.equals(user));
    }

    private static Effect effectOf(String word) {
        try {
            return Effect.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Unknown fault effect \"" + word + "\"", e);
        }
    }

    static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Duration.parse(text);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }
}
