package org.qfsync.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A simulated Quran Foundation service on loopback: authorization server with strict refresh token rotation, content
 * API and user API under one base URL, with the limits and errors of the real ones. It forgives nothing that QF would
 * not.
 *
 * <p>Whatever can be done here can also be done by HTTP: {@code GET /__sandbox/stats}, {@code /consents[?client=public]},
 * {@code /truth?sub=}; {@code POST /__sandbox/advance}, {@code /revoke?sub=}, {@code /consent?sub=},
 * {@code /expire[?sub=]}, {@code /faults} (rules in the body), {@code /clear-faults}, {@code /reset-stats},
 * {@code /grace?duration=}, {@code /skew?duration=} (answers the new base URL).
 *
 * <p>Thread-safe.
 */
public final class Sandbox implements AutoCloseable {
    private static final int BACKLOG = 1_024;

    private final HttpServer server;
    private final ExecutorService threads;
    private final SkewedFront front;
    private final Router.Parts parts;

    private Sandbox(HttpServer server, ExecutorService threads, SkewedFront front, Router.Parts parts) {
        this.server = server;
        this.threads = threads;
        this.front = front;
        this.parts = parts;
    }

    /**
     * Starts a sandbox.
     *
     * @throws UncheckedIOException if the port is taken or the state file cannot be used
     * @throws IllegalStateException if the state file belongs to a sandbox with other options
     */
    public static Sandbox start(SandboxOptions options) {
        HttpServer server = bind(options.port());
        ExecutorService threads = Executors.newCachedThreadPool(daemons());
        SkewedFront front = new SkewedFront(server.getAddress(), threads);
        try {
            Router.Parts parts = assemble(options, front);
            server.setExecutor(threads);
            server.createContext("/", new Router(parts, options));
            server.start();
            if (!options.serverTimeSkew().isZero()) {
                front.skew(options.serverTimeSkew());
            }
            return new Sandbox(server, threads, front, parts);
        } catch (RuntimeException e) {
            server.stop(0);
            threads.shutdownNow();
            throw e;
        }
    }

    private static HttpServer bind(int port) {
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

    private static Router.Parts assemble(SandboxOptions options, SkewedFront front) {
        Seeded seeded = new Seeded(options.seed());
        QuranStructure structure = QuranStructure.load();
        World world = new World(options, seeded, structure);
        Tokens tokens = new Tokens(seeded);
        Clients clients = Clients.of(seeded, tokens);
        Grants grants = new Grants(world, options);
        Tally tally = new Tally();
        Faults faults = new Faults(seeded, options.faults());
        OAuthEndpoints oauth = new OAuthEndpoints(options, world, clients, tokens, grants, tally);
        Levers levers = new Levers(world, clients, grants, oauth);
        return new Router.Parts(
                world,
                clients,
                tokens,
                grants,
                tally,
                faults,
                oauth,
                new ContentEndpoints(structure),
                new UserEndpoints(world),
                levers,
                new ControlEndpoints(levers, tally, faults, front));
    }

    private static ThreadFactory daemons() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "sandbox-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Where authorization server and API are, without trailing slash. It changes when a skew is first set: see
     * {@link #serverTimeSkew}.
     */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + front.port());
    }

    /** The confidential client. */
    public String clientId() {
        return parts.clients().confidentialId();
    }

    /** Its secret, with characters that must be form-encoded before Basic. */
    public String clientSecret() {
        return parts.clients().secret();
    }

    /** The public client, which has no secret. */
    public String publicClientId() {
        return parts.clients().publicId();
    }

    /** Every consented user of the confidential client with the refresh token that is good now, as JSON Lines. */
    public Stream<String> consentLines() {
        return parts.levers().consentLines(Clients.CONFIDENTIAL);
    }

    /** The same users, who consented to the public client as well. */
    public Stream<String> publicConsentLines() {
        return parts.levers().consentLines(Clients.PUBLIC);
    }

    /** Shell lines that point qfsync at this sandbox. */
    public List<String> exports() {
        return List.of(
                "export QF_CLIENT_ID='" + clientId() + "'",
                "export QF_CLIENT_SECRET='" + clientSecret() + "'",
                "export QF_AUTH_BASE_URL='" + baseUrl() + "'",
                "export QF_API_BASE_URL='" + baseUrl() + "'");
    }

    /** The users' subs; the first ten are the awkward ones of a mixed world. */
    public Stream<String> subs() {
        return IntStream.range(0, parts.world().users()).mapToObj(parts.world()::sub);
    }

    /** What it was asked so far. */
    public SandboxStats stats() {
        return parts.tally().stats();
    }

    /** Counts from 0 again. */
    public void resetStats() {
        parts.tally().reset();
    }

    /** How many nights have passed. */
    public int night() {
        return parts.world().night();
    }

    /**
     * Lets a day pass: some users save verses, one renames and one deletes a collection, one takes an item out of
     * one, one withdraws consent.
     */
    public void advance() {
        parts.levers().advance();
    }

    /**
     * The user withdraws consent: all tokens are dead.
     *
     * @throws IllegalArgumentException if there is no such user; the same for the other methods that take a sub
     */
    public void revoke(String sub) {
        parts.levers().revoke(sub);
    }

    /** The user consents again; fresh tokens are among {@link #consentLines()}. */
    public void consent(String sub) {
        parts.levers().consent(sub);
    }

    /** All access tokens, of users and of the client itself, end now; refresh tokens stay good. */
    public void expireAccessTokens() {
        parts.grants().expireAccessTokens();
    }

    /** This user's access token ends now. */
    public void expireAccessToken(String sub) {
        parts.levers().expireAccessToken(sub);
    }

    /** From now on this goes wrong as well. */
    public void addFault(FaultRule rule) {
        parts.faults().add(rule);
    }

    /** Nothing goes wrong any more. */
    public void clearFaults() {
        parts.faults().clear();
    }

    /** For how long a spent refresh token may be presented again; zero, the default, is strict. */
    public void graceFor(Duration grace) {
        parts.grants().grace(grace);
    }

    /**
     * From now on the {@code Date} header of answers is wrong by so much. The first call opens a second port, which
     * is {@link #baseUrl()} from then on; answers at the first port keep the right time.
     */
    public void serverTimeSkew(Duration skew) {
        front.skew(skew);
    }

    /** Everything that the service would tell about this user. */
    public Truth truth(String sub) {
        return parts.levers().truth(sub);
    }

    @Override
    public void close() {
        front.close();
        server.stop(0);
        threads.shutdownNow();
        parts.grants().state().close();
    }
}
