package org.qfsync.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qfsync.sandbox.Tokens.Token;

/** Devices that wait until a person has typed their code somewhere else (RFC 8628). Thread-safe: one lock per device. */
final class DeviceCodes {
    private static final Duration MEMORY = Duration.ofDays(1);
    private static final Duration SLOWER = Duration.ofSeconds(5); // RFC 8628 §3.5

    /** A device that waits. Guarded by itself. */
    static final class Device {
        private final int client;
        private final Set<String> scopes;
        private final String userCode;
        private final Instant madeAt;
        private Duration interval;
        private @Nullable Instant askedAt;
        private boolean answered;
        private boolean used;
        private Optional<Grant> grant = Optional.empty();

        private Device(int client, Set<String> scopes, String userCode, Instant madeAt, Duration interval) {
            this.client = client;
            this.scopes = scopes;
            this.userCode = userCode;
            this.madeAt = madeAt;
            this.interval = interval;
        }

        int client() {
            return client;
        }

        Set<String> scopes() {
            return scopes;
        }

        String userCode() {
            return userCode;
        }
    }

    private final Grants grants;
    private final Unguessable unguessable;
    private final Clock clock;
    private final SandboxOAuth lifetimes;
    private final Expiring<Device> byDeviceCode;
    private final Expiring<Device> byUserCode;

    DeviceCodes(Grants grants, Unguessable unguessable, SandboxOptions options) {
        this.grants = grants;
        this.unguessable = unguessable;
        this.clock = options.clock();
        this.lifetimes = options.oauth();
        this.byDeviceCode = new Expiring<>(clock, MEMORY);
        this.byUserCode = new Expiring<>(clock, lifetimes.deviceLifetime());
    }

    /** The answer to a device that begins (RFC 8628 §3.2). */
    Reply begin(int client, Set<String> scopes, String verificationUri) {
        String deviceCode = "ory_dc_" + unguessable.text() + "." + unguessable.text();
        String userCode = unguessable.userCode();
        Device device = new Device(client, scopes, userCode, clock.instant(), lifetimes.deviceInterval());
        byDeviceCode.put(deviceCode, device);
        byUserCode.put(normal(userCode), device);
        return Reply.json(200, json -> {
                    json.writeStringProperty("device_code", deviceCode);
                    json.writeStringProperty("user_code", userCode);
                    json.writeStringProperty("verification_uri", verificationUri);
                    json.writeStringProperty("verification_uri_complete", verificationUri + "?user_code=" + userCode);
                    json.writeNumberProperty(
                            "expires_in", lifetimes.deviceLifetime().toSeconds());
                    json.writeNumberProperty(
                            "interval", lifetimes.deviceInterval().toSeconds());
                })
                .with("Cache-Control", "no-store");
    }

    /** The device that shows this code and has no answer yet; case and dashes do not matter. */
    Optional<Device> waiting(String userCode) {
        return byUserCode.get(normal(userCode)).filter(device -> {
            synchronized (device) {
                return !device.answered;
            }
        });
    }

    /** The person's answer: a user and scopes, or nothing. */
    void answer(Device device, Optional<Integer> user, Set<String> scopes) {
        synchronized (device) {
            if (device.answered) {
                throw Refusal.page(400, "invalid_request", "This device has its answer already.");
            }
            device.answered = true;
            device.grant = user.map(known -> grants.open(device.client, known, scopes, clock.instant()));
        }
    }

    /** Whose consent a device waits for, once there is one. */
    Optional<Integer> user(String deviceCode) {
        return byDeviceCode.get(deviceCode).flatMap(device -> {
            synchronized (device) {
                return device.grant.map(Grant::user);
            }
        });
    }

    /** The grant, once there is one. */
    Grant redeem(int client, Map<String, String> form) {
        String code = form.getOrDefault("device_code", "");
        if (code.isEmpty()) {
            throw Refusal.oauth(400, "invalid_request", "The parameter device_code is required.");
        }
        Device device = byDeviceCode
                .get(code)
                .filter(known -> known.client == client)
                .orElseThrow(() -> refused("invalid_grant", "The device_code is unknown or of another client."));
        synchronized (device) {
            return redeem(device);
        }
    }

    private Grant redeem(Device device) {
        if (device.used) {
            device.grant.map(Token::refresh).ifPresent(grants::revoke);
            throw refused("invalid_grant", "The device_code was used before; what it had opened is now closed.");
        }
        Instant now = clock.instant();
        if (!now.isBefore(device.madeAt.plus(lifetimes.deviceLifetime()))) {
            throw refused("expired_token", "The device_code has expired.");
        }
        Instant before = device.askedAt;
        device.askedAt = now;
        if (before != null && now.isBefore(before.plus(device.interval))) {
            device.interval = device.interval.plus(SLOWER);
            throw refused("slow_down", "The device asks more often than it may.");
        }
        if (!device.answered) {
            throw refused("authorization_pending", "The person has not answered yet.");
        }
        device.used = true;
        return device.grant.orElseThrow(() -> refused("access_denied", "The user said no."));
    }

    private static String normal(String userCode) {
        return userCode.replace("-", "").strip().toUpperCase(Locale.ROOT);
    }

    private static Refusal refused(String error, String why) {
        // RFC 8628 §3.5 means 400 for all; Hydra's access_denied is a 403 everywhere
        return Refusal.oauth(error.equals("access_denied") ? 403 : 400, error, why);
    }
}
