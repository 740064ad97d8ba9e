package org.qfsync.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts a sandbox together. */
final class Assembly {
    private static final int BACKLOG = 1_024;

    private Assembly() {}

    static HttpServer bind(int port) {
        // read once, by the first server of this process; without them small answers wait for an ACK
        // and idle connections above 200 are closed under their client
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("Sandbox cannot listen on port " + port + "; try another or 0", e);
        }
    }

    static Router.Parts of(SandboxOptions options, SkewedFront front) {
        Seeded seeded = new Seeded(options.seed());
        QuranStructure structure = QuranStructure.load();
        World world = new World(options, seeded, structure);
        Tokens tokens = new Tokens(seeded);
        Unguessable unguessable = new Unguessable();
        GrantLedger ledger = new GrantLedger(world, options);
        Tally tally = new Tally();
        Twists twists = Twists.none();
        Faults faults = new Faults(seeded, options.faults());
        OAuthParts shared = new OAuthParts(
                world,
                Clients.of(seeded, tokens),
                new Registration(options),
                tokens,
                new Grants(ledger, options, unguessable),
                tally);
        OAuthEndpoints oauth = new OAuthEndpoints(options, shared, unguessable);
        SyncTokens syncTokens = new SyncTokens(tokens);
        SyncErrors syncErrors = new SyncErrors(options.quirks().contains(Quirk.GATEWAY_SYNC_ERRORS));
        ContentLevers content =
                new ContentLevers(world, new ContentWorld(options, seeded, structure), syncTokens, syncErrors);
        CatalogueEndpoints catalogue = new CatalogueEndpoints(new Catalogue(content), new Divisions(structure));
        ContentControls contentControls = new ContentControls(content, new ContentTruth(content, catalogue));
        Levers levers = new Levers(shared, ledger, oauth, contentControls, options.clock());
        return new Router.Parts(
                shared,
                ledger,
                faults,
                oauth,
                new ContentEndpoints(
                        structure, new SyncEndpoints(content, syncTokens, syncErrors, options.quirks()), catalogue),
                new UserEndpoints(world, twists.shifts()),
                twists,
                levers,
                new ControlEndpoints(levers, tally, faults, twists, front));
    }

    static ThreadFactory daemons() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "sandbox-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
