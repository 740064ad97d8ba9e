package org.qfsync.enrolment;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.qfsync.TestPrograms;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.testing.LoopbackPort;
import org.qfsync.testing.SettableClock;
import org.qfsync.testing.Visitor;
import org.qfsync.token.AuditEntry;
import org.qfsync.token.Grant;
import org.qfsync.token.Tokens;

/** A program that serves enrolment pages, beside a sandbox whose users nobody has imported. */
final class EnrolmentRig implements AutoCloseable {
    /** Of the application "shop". */
    static final ApplicationKey KEY = ApplicationKey.generate("shop");

    static final URI FRONTEND = URI.create("https://shop.example.org/back");

    final SettableClock clock = new SettableClock();
    final Sandbox sandbox =
            Sandbox.start(SandboxOptions.defaults().withUsers(25).withClock(clock));
    final int port = LoopbackPort.free();
    private final Program program;
    private int nextUser;
    private final AtomicInteger visitors = new AtomicInteger();

    EnrolmentRig(Path home) {
        this(home, Map.of());
    }

    EnrolmentRig(Path home, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(TestPrograms.environment(sandbox, home));
        environment.put("QFSYNC_ENROLMENT_PORT", String.valueOf(port));
        environment.put("QFSYNC_ENROLMENT_OPERATOR_NAME", "Muster & Söhne <test>");
        environment.put("QFSYNC_ENROLMENT_CONTACT", "privacy@example.org");
        environment.put("QFSYNC_ENROLMENT_APPLICATION_KEYS", KEY.entry());
        environment.put("QFSYNC_ENROLMENT_REDIRECT_URIS", FRONTEND.toString());
        environment.putAll(settings);
        String base =
                environment.getOrDefault("QFSYNC_ENROLMENT_BASE_URL", address().toString());
        sandbox.registerRedirectUri(URI.create(base + "/oauth/callback"));
        sandbox.registerRedirectUri(FRONTEND);
        program = TestPrograms.start(environment, clock);
        program.get(Enrolment.class).start();
    }

    /** Where the pages are served. */
    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** A browser that was never here, in a network of its own: limits count for each network. */
    Visitor visitor() {
        return new Visitor(address())
                .with("X-Forwarded-For", "2001:db8:" + Integer.toHexString(visitors.incrementAndGet()) + "::1");
    }

    /** A user who did not consent yet in any test. */
    synchronized String newUser() {
        return sandbox.subs().skip(nextUser++).findFirst().orElseThrow();
    }

    /** A visitor who consents to both kinds of data, up to the address that the sandbox sends them back to. */
    URI consentUpToCallback(Visitor visitor, String sub) {
        return sandbox.approve(visitor.goToConsent("collection", "bookmark"), sub);
    }

    Optional<Grant> grant(String sub) {
        return tokens().vault().find(sub);
    }

    List<AuditEntry> audit(String sub) {
        return tokens().audit().of(sub);
    }

    Tokens tokens() {
        return program.get(Tokens.class);
    }

    @Override
    public void close() {
        program.close();
        sandbox.close();
    }
}
