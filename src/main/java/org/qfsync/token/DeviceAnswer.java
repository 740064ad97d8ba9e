package org.qfsync.token;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.qfsync.domain.SafeAddress;
import org.qfsync.domain.Secret;
import org.qfsync.http.Json;
import org.qfsync.token.TokenAnswer.Refusal;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What the device authorization endpoint answered (RFC 8628 section 3.2). */
sealed interface DeviceAnswer {
    /** The user may be invited. */
    record Begun(DeviceAuthorization device) implements DeviceAnswer {}

    /** There are no codes. */
    record Refused(TokenAnswer answer) implements DeviceAnswer {}

    /**
     * Reads an answer of status 200. Codes that cannot be shown on a terminal, and addresses to which nobody should be
     * sent, are no codes and addresses.
     */
    static DeviceAnswer read(byte[] body) {
        try {
            JsonNode answer = Json.mapper().readTree(body);
            Optional<URI> address = address(answer, "verification_uri");
            String deviceCode = answer.path("device_code").stringValue("");
            String userCode = answer.path("user_code").stringValue("").strip();
            if (address.isPresent() && !deviceCode.isBlank() && userCode.matches("[ -~]{1,64}")) {
                return new Begun(new DeviceAuthorization(
                        new Secret(deviceCode),
                        userCode,
                        address.get(),
                        address(answer, "verification_uri_complete"),
                        // Without it (it is required) as long as most servers give.
                        seconds(answer.path("expires_in"), Duration.ofMinutes(10), Duration.ofHours(1)),
                        seconds(answer.path("interval"), Duration.ofSeconds(5), Duration.ofMinutes(1))));
            }
        } catch (JacksonException e) {
            return unusable();
        }
        return unusable();
    }

    private static DeviceAnswer unusable() {
        return new Refused(new TokenAnswer.Doubtful(
                new Refusal("unreadable_body", 200, "the answer holds no device code, user code and address")));
    }

    private static Optional<URI> address(JsonNode answer, String field) {
        try {
            return Optional.of(URI.create(answer.path(field).stringValue(""))).filter(SafeAddress::isSafe);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Duration seconds(JsonNode value, Duration otherwise, Duration most) {
        if (!value.isNumber()) {
            return otherwise;
        }
        long seconds = (long) Math.ceil(value.doubleValue(0));
        return Duration.ofSeconds(Math.max(1, Math.min(most.toSeconds(), seconds)));
    }
}
