package org.qfsync.token;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Secret;
import org.qfsync.store.DatabaseProperties;

/**
 * What a process of the token module is told at its start; a child process gets it in its environment.
 *
 * @param home where keyset and spill files are, the same for all processes
 */
record ProcessSettings(DatabaseProperties database, URI server, Path home, Duration lease, Duration deadline) {
    static ProcessSettings from(Map<String, String> environment) {
        return new ProcessSettings(
                new DatabaseProperties(
                        environment.getOrDefault("TEST_DB_URL", ""),
                        environment.getOrDefault("TEST_DB_USER", ""),
                        environment.getOrDefault("TEST_DB_PASSWORD", "")),
                URI.create(environment.getOrDefault("TEST_SERVER", "")),
                Path.of(environment.getOrDefault("TEST_HOME", "")),
                Duration.parse(environment.getOrDefault("TEST_LEASE", "")),
                Duration.parse(environment.getOrDefault("TEST_DEADLINE", "")));
    }

    Map<String, String> environment() {
        return Map.of(
                "TEST_DB_URL", database.url(),
                "TEST_DB_USER", database.user(),
                "TEST_DB_PASSWORD", database.password(),
                "TEST_SERVER", server.toString(),
                "TEST_HOME", home.toString(),
                "TEST_LEASE", lease.toString(),
                "TEST_DEADLINE", deadline.toString());
    }

    ClientProperties client() {
        return new ClientProperties(
                new QfEndpoints(QfEnvironment.SANDBOX, server, server),
                TokenRig.CLIENT,
                ClientType.CONFIDENTIAL,
                Optional.of(new Secret(TokenRig.SECRET)));
    }

    TokenProperties tokens() {
        return new TokenProperties(
                deadline,
                lease,
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                home.resolve("keyset.json"),
                Optional.empty(),
                home.resolve("spill"),
                home.resolve("custody.json"),
                TokenPolicy.defaults());
    }
}
