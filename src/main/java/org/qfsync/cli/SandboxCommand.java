package org.qfsync.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qfsync.sandbox.Quirk;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOAuth;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.sandbox.UserShape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves a simulated Quran Foundation until it is stopped. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description =
                "Serves a simulated Quran Foundation on a loopback port, with strict token rotation, awkward users and,"
                        + " if asked for, faults. Prints the lines that point qfsync at it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  qfsync sandbox --port 8099 --users 1000 --latency 50ms",
            "  qfsync sandbox --faults 'user/*:503=0.02,retry-after=1;token:lost=0.01' --state sandbox.jsonl",
            "",
            "Fault rules are ROUTE:EFFECT=PROBABILITY[,OPTION...], separated by semicolons. Routes: token, revoke,",
            "introspect, discovery, jwks, authorize, userinfo, device, content/*, user/* or one of them such as",
            "user/bookmarks. Effects: a status from 400 to 599, html, slow, reset, cut; nested (the other shape of an",
            "OAuth error); token and revoke: lost (done, but the answer never comes); token: narrower (a scope is",
            "gone), id-missing, id-other-sub, id-unknown-key, id-bad-signature, id-unsigned, id-wrong-issuer,",
            "id-wrong-audience, id-wrong-nonce, id-expired. Options: retry-after=SECONDS, delay=DURATION, times=N,",
            "status=N, sub=USER."
        })
final class SandboxCommand implements Callable<Integer> {
    private final Surroundings around;

    @Option(names = "--port", description = "Loopback port (default: a free one).")
    private int port;

    @Option(
            names = "--users",
            paramLabel = "N",
            description = "How many users have consented (default: ${DEFAULT-VALUE}).")
    private int users = 25;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Decides all data and tokens (default: ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Option(
            names = "--latency",
            paramLabel = "DURATION",
            description = "Added to each answer, as in 50ms (default: none).")
    private Duration latency = Duration.ZERO;

    @Option(names = "--faults", paramLabel = "RULES", description = "What goes wrong now and then, see below.")
    private String faults = "";

    @Option(names = "--shape", description = "What users keep: ${COMPLETION-CANDIDATES} (default: MIXED).")
    private UserShape shape = UserShape.MIXED;

    @Option(names = "--state", paramLabel = "FILE", description = "Remembers rotations and revocations over a restart.")
    private @Nullable Path state;

    @Option(names = "--night", paramLabel = "N", description = "How many nights have passed already (default: 0).")
    private int night;

    @Option(
            names = "--redirect-uri",
            paramLabel = "URI",
            description = "Registers one more redirect URI for logins; may be given often (always registered: the one"
                    + " that users login waits at).")
    private List<URI> redirectUris = List.of();

    @Option(
            names = "--quirk",
            paramLabel = "QUIRK",
            description = "Imitates a variant of the service; may be given often: ${COMPLETION-CANDIDATES}.")
    private List<Quirk> quirks = List.of();

    @Option(names = "--prelive", description = "Imitates the pre-live environment, with GET /v1/sync.")
    private boolean prelive;

    SandboxCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        around.stop().onStop(() -> {});
        try (Sandbox sandbox = Sandbox.start(options())) {
            tell(sandbox);
            around.stop().await();
            return ExitCodes.OK;
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), ExitCodes.USAGE);
        } catch (IllegalStateException | UncheckedIOException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), ExitCodes.FAILED);
        }
    }

    private SandboxOptions options() {
        SandboxOptions options = SandboxOptions.defaults()
                .withPort(port)
                .withUsers(users)
                .withSeed(seed)
                .withShape(shape)
                .withLatency(latency)
                .withFaults(faults)
                .withNight(night)
                .withQuirks(quirks.toArray(Quirk[]::new))
                .withOAuth(oauth());
        SandboxOptions chosen = prelive ? options.withPrelive() : options;
        return state == null ? chosen : chosen.withStateFile(state);
    }

    private SandboxOAuth oauth() {
        SandboxOAuth defaults = SandboxOAuth.defaults();
        Set<URI> all = new HashSet<>(defaults.redirectUris());
        all.addAll(redirectUris);
        return defaults.withRedirectUris(all);
    }

    private void tell(Sandbox sandbox) {
        PrintWriter out = around.screen().out();
        String qfsync = around.command();
        out.println("# A simulated Quran Foundation with " + users + " users listens at " + sandbox.baseUrl()
                + " until it is stopped (Ctrl-C).");
        out.println("# In another terminal, point qfsync at it:");
        sandbox.exports().forEach(out::println);
        out.println("# then hand over the users' consents, and run a night:");
        out.println("curl -s " + sandbox.baseUrl() + "/__sandbox/consents | " + qfsync + " users import -");
        out.println(qfsync + " run");
        out.println("# Let one more user consent, in the browser:");
        out.println("#   " + qfsync + " users login");
        out.println("# Let a day pass, look at what was asked:");
        out.println("#   curl -s -X POST " + sandbox.baseUrl() + "/__sandbox/advance");
        out.println("#   curl -s " + sandbox.baseUrl() + "/__sandbox/stats");
        out.flush();
    }
}
