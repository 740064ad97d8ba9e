package org.qfsync.cli;

import java.time.Duration;
import java.util.Optional;
import org.qfsync.api.ContentClient;
import org.qfsync.api.ContentListing;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.http.ServerClock;
import org.qfsync.job.Preflight;
import org.qfsync.token.SecretAge;
import org.qfsync.token.ServerReach;
import org.qfsync.token.Tokens;

/** What the authorization server and the API say. Without the database as much as can be tried without it. */
final class ServerChecks {
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
    private static final Duration TOO_FAR = Duration.ofMinutes(5);

    private final Program program;
    private final Examination examination;

    ServerChecks(Program program, Examination examination) {
        this.program = program;
        this.examination = examination;
    }

    /** @param whole true if database and keyset are at hand */
    void examine(boolean whole) {
        boolean reached = examination.examine("auth-server", () -> whole ? ownIssuer() : issuer());
        if (!reached) {
            examination.skip(
                    "the authorization server comes first", "clock", "content-token", "content-call", "client-secret");
            return;
        }
        examination.examine("clock", this::clock);
        boolean token = examination.examine("content-token", () -> whole ? ownToken() : token());
        if (!whole) {
            examination.skip("needs database and keyset", "content-call", "client-secret");
            return;
        }
        if (token) {
            examination.examine("content-call", this::contentCall);
        } else {
            examination.skip("needs a content token", "content-call");
        }
        examination.examine("client-secret", this::secretAge);
    }

    private Finding ownIssuer() {
        program.get(Preflight.class).requireIssuer();
        return Finding.ok("auth-server", program.get(ServerReach.class).address() + " answers");
    }

    private Finding issuer() {
        ServerReach server = program.get(ServerReach.class);
        return Finding.ok(
                "auth-server",
                server.address() + " answers"
                        + server.issuer().map(name -> ", as issuer " + name).orElse(""));
    }

    private Finding clock() {
        Optional<Duration> skew = program.get(ServerClock.class).skew().map(Duration::abs);
        if (skew.isEmpty()) {
            return Finding.ok("clock", "the server does not tell its time");
        }
        String message = skew.get().toSeconds() + " s from the server's";
        String hint = "Set this machine's clock (NTP); from 300 s on no run starts.";
        if (skew.get().compareTo(TOO_FAR) > 0) {
            return Finding.fail("clock", message, hint);
        }
        return skew.get().compareTo(CLOCKS_DIFFER) > 0
                ? Finding.warn("clock", message, hint)
                : Finding.ok("clock", message);
    }

    private Finding ownToken() {
        program.get(Preflight.class).requireContentToken();
        return Finding.ok("content-token", "the client is known and gets one");
    }

    private Finding token() {
        return program.get(ServerReach.class).issuesContentToken()
                ? Finding.ok("content-token", "the client is known and gets one")
                : Finding.ok("content-token", "a public client gets none");
    }

    private Finding contentCall() {
        int chapters = program.get(ContentClient.class)
                .listing(ContentListing.CHAPTERS, "en")
                .size();
        return Finding.ok(
                "content-call",
                chapters + " chapters from " + program.get(QfEndpoints.class).apiBaseUrl());
    }

    private Finding secretAge() {
        Optional<SecretAge.Age> age = program.get(Tokens.class).secretAge().note();
        if (age.isEmpty()) {
            return Finding.ok("client-secret", "a public client has none");
        }
        String[] words = age.get().words().split(": ", 2);
        return age.get().due()
                ? Finding.warn("client-secret", words[0], words[1])
                : Finding.ok("client-secret", words[0]);
    }
}
