package org.qfsync.consent;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an erasure did. It holds no personal data: who keeps it cannot tell from it who the user was, but who knows the
 * {@code sub} can tell that it is theirs.
 *
 * @param userFingerprint SHA-256 of the {@code sub}, in hex
 * @param environment that the data was from
 * @param database its deployment id
 * @param hadGrant whether there was a consent, or data alone
 * @param upstream what the authorization server said to the revocation of the tokens
 * @param rowsDeleted by table
 * @param remains what to know of copies that this program cannot reach
 */
public record ErasureReceipt(
        String userFingerprint,
        String environment,
        String clientId,
        UUID database,
        Instant requestedAt,
        Instant completedAt,
        boolean hadGrant,
        String upstream,
        Map<String, Long> rowsDeleted,
        List<String> remains) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /** How many rows there were in all. */
    public long rows() {
        return rowsDeleted.values().stream().mapToLong(Long::longValue).sum();
    }

    /** As a JSON document. */
    public String toJson() {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
    }
}
