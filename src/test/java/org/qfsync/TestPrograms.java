package org.qfsync;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.domain.Secret;
import org.qfsync.http.Json;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.TestDatabase;
import org.qfsync.token.GrantVault;
import org.qfsync.token.Tokens;
import tools.jackson.databind.JsonNode;

/** Whole programs for tests, as a command starts them, against a sandbox. */
public final class TestPrograms {
    private TestPrograms() {}

    /** The environment variables of a program with that home and the default H2 file in it, whose schema stands. */
    public static Map<String, String> environment(Sandbox sandbox, Path home) {
        TestDatabase.h2FileWithSchema(home);
        Map<String, String> environment = new HashMap<>();
        environment.put("QFSYNC_HOME", home.toString());
        environment.put("QF_CLIENT_ID", sandbox.clientId());
        environment.put("QF_CLIENT_SECRET", sandbox.clientSecret());
        environment.put("QF_AUTH_BASE_URL", sandbox.baseUrl().toString());
        environment.put("QF_API_BASE_URL", sandbox.baseUrl().toString());
        environment.put("QFSYNC_API_REQUESTS_PER_SECOND", "0");
        // What most tests do not look at: so that a night is short.
        environment.put("QFSYNC_CONTENT_RESOURCES", "articles:123");
        environment.put("QFSYNC_CONTENT_LANGUAGES", "none");
        environment.put("QFSYNC_SCHEDULE_ZONE", "UTC");
        // Two daemons on one machine cannot have the same port.
        environment.put("QFSYNC_CONSOLE_PORT", "off");
        return environment;
    }

    /** What points such a program to another database. */
    public static Map<String, String> database(DatabaseProperties database) {
        return Map.of(
                "QFSYNC_DB_URL", database.url(),
                "QFSYNC_DB_USER", database.user(),
                "QFSYNC_DB_PASSWORD", database.password());
    }

    /** Starts it in this JVM; the caller closes it. */
    public static Program start(Map<String, String> environment) {
        return start(environment, Clock.systemUTC());
    }

    /** The same by that clock. */
    public static Program start(Map<String, String> environment, Clock clock) {
        return new SpringProgramLauncher(environment, clock).start("testing");
    }

    /** Stores the grants of all users of the sandbox, as an import does. */
    public static void importConsents(Sandbox sandbox, Program program) {
        GrantVault vault = program.get(Tokens.class).vault();
        sandbox.consentLines().forEach(line -> {
            JsonNode consent = Json.mapper().readTree(line);
            vault.store(
                    consent.path("sub").stringValue(),
                    new Secret(consent.path("refresh_token").stringValue()),
                    Set.of(consent.path("scope").stringValue().split(" ")),
                    Instant.now());
        });
    }
}
