package org.qfsync.cli;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.consent.AuthorizationCodeFlow;
import org.qfsync.consent.AuthorizationCodeFlow.Started;
import org.qfsync.consent.AuthorizationResponse;
import org.qfsync.consent.Consented;
import org.qfsync.consent.DeviceFlow;
import org.qfsync.consent.LoginProperties;
import org.qfsync.consent.LoopbackListener;
import org.qfsync.domain.Dataset;
import org.qfsync.job.Preflight;
import org.qfsync.token.Actor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One user's consent, from the browser or another device to the stored grant. */
@Command(
        name = "login",
        mixinStandardHelpOptions = true,
        description = {
            "Lets one user consent in a browser and stores their grant, in place of any older one of theirs.",
            "The browser comes back to QFSYNC_LOGIN_REDIRECT_URI, which must be registered for the client to the letter."
                    + " If that is no address of this machine, or the browser runs on another one, paste the address"
                    + " that it came back to."
        },
        footerHeading = "%nExit code 4 if no consent came. Examples:%n",
        footer = {
            "  qfsync users login",
            "  qfsync users login --no-browser --scopes \"collection.read bookmark.read\"",
            "  qfsync users login --device"
        })
final class UsersLoginCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Option(
            names = "--scopes",
            paramLabel = "LIST",
            description = "What to ask for, with spaces or commas between (default: QFSYNC_LOGIN_SCOPES); openid and"
                    + " offline_access are always asked for.")
    private @Nullable String scopes;

    @Option(
            names = "--no-browser",
            description = "Open none: print the address to visit, and read the one that it came back to from standard"
                    + " input.")
    private boolean noBrowser;

    @Option(
            names = "--device",
            description = "For hosts without a browser: print a code for the user to enter on any other device, where"
                    + " the server offers that.")
    private boolean device;

    @Option(
            names = "--redirect-port",
            paramLabel = "PORT",
            description = "Another port of this machine, if the server takes any or this one is registered.")
    private @Nullable Integer redirectPort;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            description = "How long to wait for the user, 10m at most (default: 10m).")
    private Duration patience = AuthorizationCodeFlow.PATIENCE;

    UsersLoginCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Program program = around.start(root, "qfsync users login")) {
            // Before a person gives their consent, all that would keep it from being stored must be out of the way.
            program.get(Preflight.class).requireIssuer();
            program.get(Preflight.class).requireClock();
            Optional<Consented> consented = device ? onAnotherDevice(program) : inTheBrowser(program);
            if (consented.isEmpty()) {
                around.screen().err().println("Stopped; nothing was stored.");
                return ExitCodes.STOPPED;
            }
            tell(consented.get());
            return ExitCodes.OK;
        }
    }

    private Optional<Consented> inTheBrowser(Program program) throws InterruptedException {
        LoginProperties properties = program.get(LoginProperties.class);
        URI redirectUri = redirectUri(properties);
        AuthorizationCodeFlow flow = program.get(AuthorizationCodeFlow.class);
        Started login = flow.begin(redirectUri, scopes(properties));
        Optional<AuthorizationResponse> response = await(login, redirectUri);
        return response.map(answer -> flow.finish(answer, Actor.operator()));
    }

    private Optional<Consented> onAnotherDevice(Program program) throws InterruptedException {
        if (redirectPort != null) {
            throw new CommandFailedException(
                    "--redirect-port: with --device no browser comes back here", ExitCodes.USAGE);
        }
        return new DeviceLogin(program.get(DeviceFlow.class), around)
                .of(scopes(program.get(LoginProperties.class)), patience());
    }

    private Duration patience() {
        return patience.compareTo(AuthorizationCodeFlow.PATIENCE) < 0 ? patience : AuthorizationCodeFlow.PATIENCE;
    }

    private Set<String> scopes(LoginProperties properties) {
        try {
            return scopes == null ? properties.scopes() : LoginProperties.scopesOf(scopes);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(
                    "--scopes takes names such as bookmark.read, with spaces or commas between", ExitCodes.USAGE);
        }
    }

    private URI redirectUri(LoginProperties properties) {
        URI uri = properties.redirectUri();
        if (redirectPort == null) {
            return uri;
        }
        if (!LoopbackListener.canListenAt(uri) || redirectPort < 1 || redirectPort > 65_535) {
            throw new CommandFailedException(
                    "--redirect-port takes a port from 1 to 65535, for a QFSYNC_LOGIN_REDIRECT_URI of this machine",
                    ExitCodes.USAGE);
        }
        return URI.create("http://" + uri.getHost() + ":" + redirectPort + uri.getRawPath()
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
    }

    private Optional<AuthorizationResponse> await(Started login, URI redirectUri) throws InterruptedException {
        try (AwaitedConsent consent = new AwaitedConsent(around.screen(), login.state())) {
            around.stop().onStop(consent::stop);
            boolean listening = LoopbackListener.canListenAt(redirectUri);
            if (listening) {
                listen(consent, redirectUri);
            }
            boolean opened = !noBrowser
                    && new Browser(around.environment(), System.getProperty("os.name", ""))
                            .open(login.authorizationUrl());
            invite(login, opened, listening);
            if (!opened || !listening) {
                consent.acceptPasted();
            }
            return consent.await(patience());
        } catch (TimeoutException e) {
            throw new CommandFailedException(
                    "No consent came in time, nothing was stored. If the browser showed an error about the redirect"
                            + " URI: it must be registered for this client exactly as " + redirectUri
                            + " (scheme, host,"
                            + " port, path, trailing slash). Then start again.",
                    ExitCodes.FAILED);
        }
    }

    private static void listen(AwaitedConsent consent, URI redirectUri) {
        try {
            consent.listenAt(redirectUri);
        } catch (IOException e) {
            throw new CommandFailedException(
                    "Cannot listen at " + redirectUri + ": " + e.getMessage() + ". Is another login waiting there? End"
                            + " it, or register another redirect URI (QFSYNC_LOGIN_REDIRECT_URI, --redirect-port).",
                    ExitCodes.FAILED);
        }
    }

    private void invite(Started login, boolean opened, boolean listening) {
        Screen screen = around.screen();
        if (opened) {
            screen.err()
                    .println("A browser was opened. Log in there and consent; Ctrl-C gives up. If none came up:"
                            + " qfsync users login --no-browser");
        } else {
            screen.err().println("Visit this address, log in and consent:");
            screen.err().println();
            screen.err().println(login.authorizationUrl());
            screen.err().println();
        }
        if (!opened || !listening) {
            screen.err()
                    .println((listening ? "If the browser runs on another machine, paste" : "Paste")
                            + " the address that it came back to, even if the page is an error:");
        }
    }

    private void tell(Consented consented) {
        Screen screen = around.screen();
        screen.out().println("User " + consented.sub() + " consented.");
        screen.out().println("Granted: " + String.join(" ", consented.granted()));
        if (!consented.missing().isEmpty()) {
            screen.out().println("Not granted: " + String.join(" ", consented.missing()));
        }
        if (!consented.datasetsOff().isEmpty()) {
            screen.out()
                    .println("Off for this user until granted: "
                            + consented.datasetsOff().stream().map(Dataset::id).collect(Collectors.joining(", ")));
        }
        screen.out().println("Next: " + around.command() + " run");
    }
}
