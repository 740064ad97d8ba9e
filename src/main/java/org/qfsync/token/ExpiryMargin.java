package org.qfsync.token;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.qfsync.domain.Settings;

/**
 * How long before its expiry a token is replaced. Three forms, because the systems we learnt from differ: a fixed
 * time ({@code 30s}), a share of the lifetime ({@code 10%}), or the larger of both ({@code 60s|10%}).
 *
 * @param fixed a fixed time; zero if there is none
 * @param percent a share of the lifetime, from 0 to 50
 */
public record ExpiryMargin(Duration fixed, BigDecimal percent) {
    /** QF's own rule for content tokens: 30 seconds. */
    public static final ExpiryMargin CONTENT = parse("30s");

    /** User tokens: 60 seconds or a tenth of the lifetime, whichever is more. */
    public static final ExpiryMargin USER = parse("60s|10%");

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /**
     * Reads one of the three forms.
     *
     * @throws IllegalArgumentException or {@link java.time.DateTimeException} if it is none of them
     */
    public static ExpiryMargin parse(String text) {
        String[] parts = text.strip().split("\\s*\\|\\s*", -1);
        return switch (parts.length) {
            case 1 ->
                parts[0].endsWith("%")
                        ? new ExpiryMargin(Duration.ZERO, percent(parts[0]))
                        : new ExpiryMargin(fixed(parts[0]), BigDecimal.ZERO);
            case 2 -> new ExpiryMargin(fixed(parts[0]), percent(parts[1]));
            default -> throw new IllegalArgumentException("not one of the three forms");
        };
    }

    private static Duration fixed(String text) {
        Duration duration = Settings.parseDuration(text);
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("not positive");
        }
        return duration;
    }

    private static BigDecimal percent(String text) {
        Matcher matcher = Pattern.compile("(\\d{1,2}(?:\\.\\d{1,3})?)%").matcher(text);
        BigDecimal percent = matcher.matches() ? new BigDecimal(matcher.group(1)) : BigDecimal.ZERO;
        if (percent.signum() <= 0 || percent.compareTo(BigDecimal.valueOf(50)) > 0) {
            throw new IllegalArgumentException("not a share of up to 50%");
        }
        return percent;
    }

    /**
     * The margin for a token of that lifetime; never more than half of it, so that a short-lived token is used and not
     * requested again and again.
     */
    Duration of(Duration lifetime) {
        Duration share = Duration.ofMillis(BigDecimal.valueOf(lifetime.toMillis())
                .multiply(percent)
                .divide(HUNDRED, RoundingMode.CEILING)
                .longValue());
        Duration margin = fixed.compareTo(share) >= 0 ? fixed : share;
        Duration half = lifetime.dividedBy(2);
        return margin.compareTo(half) <= 0 ? margin : half;
    }
}
