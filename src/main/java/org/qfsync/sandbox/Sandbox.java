package org.qfsync.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * A simulated Quran Foundation service on loopback: authorization server with strict refresh token rotation, content
 * API and user API under one base URL, with the limits and errors of the real ones. It forgives nothing that QF would
 * not.
 *
 * <p>Whatever can be done here can also be done by HTTP: {@code GET /__sandbox/stats}, {@code /consents[?client=public][&sub=]},
 * {@code /truth?sub=}, {@code /user-truth?sub=}; {@code POST /__sandbox/advance}, {@code /stir?changes=}, {@code /clear?sub=}, {@code /revoke?sub=}, {@code /consent?sub=},
 * {@code /expire[?sub=]}, {@code /faults} (rules in the body), {@code /clear-faults}, {@code /reset-stats},
 * {@code /grace?duration=}, {@code /skew?duration=} (answers the new base URL), {@code /approve?sub=[&scope=]} and
 * {@code /deny} (the URL in the body; they answer where the browser is sent), {@code /redirect-uri?uri=},
 * {@code /scopes?scope=}, {@code /rotate-keys}, {@code /shift?route=&shift=[&sub=][&times=]},
 * {@code /odd?route=&kind=&field=}, {@code /clear-odd}; for content {@code GET /content[?resource=]} and
 * {@code POST /content?type=&resource=[&rows=]}, {@code /expire-sync-tokens}, {@code /refuse-sync?code=},
 * {@code /missing-snapshot?resource=[&missing=false]}, {@code /foreign-host?base=}, {@code /padding?characters=}.
 *
 * <p>Thread-safe.
 */
public final class Sandbox implements AutoCloseable {
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
        HttpServer server = Assembly.bind(options.port());
        ExecutorService threads = Executors.newCachedThreadPool(Assembly.daemons());
        SkewedFront front = new SkewedFront(server.getAddress(), threads);
        try {
            Router.Parts parts = Assembly.of(options, front);
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

    /**
     * Where authorization server and API are, without trailing slash. It changes when a skew is first set: see
     * {@link #serverTimeSkew}.
     */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + front.port());
    }

    /** The confidential client. */
    public String clientId() {
        return parts.shared().clients().confidentialId();
    }

    /** Its secret, with characters that must be form-encoded before Basic. */
    public String clientSecret() {
        return parts.shared().clients().secret();
    }

    /** The public client, which has no secret. */
    public String publicClientId() {
        return parts.shared().clients().publicId();
    }

    /** Every consented user of the confidential client with the refresh token that is good now, as JSON Lines. */
    public Stream<String> consentLines() {
        return parts.levers().consentLines(Clients.CONFIDENTIAL);
    }

    /** The same users, who consented to the public client as well. */
    public Stream<String> publicConsentLines() {
        return parts.levers().consentLines(Clients.PUBLIC);
    }

    /** The line of one user of the confidential client; nothing if no grant of theirs stands. */
    public Optional<String> consentLine(String sub) {
        return parts.levers().consentLine(Clients.CONFIDENTIAL, sub);
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
        return parts.levers().subs();
    }

    /** What it was asked so far. */
    public SandboxStats stats() {
        return parts.shared().tally().stats();
    }

    /** Counts from 0 again. */
    public void resetStats() {
        parts.shared().tally().reset();
    }

    /** How many nights have passed. */
    public int night() {
        return parts.shared().world().night();
    }

    /**
     * Lets a day pass: some users save verses, one renames and one deletes a collection, one takes an item out of
     * one, one withdraws consent; some content changes. To some, often to others, happens one of each: a note is written, rewritten,
     * deleted, a reading session begins or goes on, today's activity day is new or grows, a streak grows or breaks,
     * preferences, goal or profile change.
     */
    public void advance() {
        parts.levers().advance();
    }

    /**
     * Before the next night that many things more happen to any users, the awkward ones among them: everything of
     * {@link #advance} but withdrawals, and bookmarks are deleted, favoured, moved between collections, collections
     * made. A restart forgets them, whatever the state file.
     */
    public void stir(int changes) {
        parts.levers().stir(changes);
    }

    /** The user deletes all collections, bookmarks and notes; a restart forgets it. */
    public void clear(String sub) {
        parts.levers().clear(sub);
    }

    /**
     * The user withdraws consent: all tokens are dead.
     *
     * @throws IllegalArgumentException if there is no such user; the same for the other methods that take a sub
     */
    public void revoke(String sub) {
        parts.levers().revoke(sub);
    }

    /**
     * The user consents again, to a grant of its own: older ones stay as they are, dead or alive. Its tokens are
     * among {@link #consentLines()}. After {@link #revoke} this is a user in the middle of a new consent, until
     * somebody imports {@link #consentLine}.
     */
    public void consent(String sub) {
        parts.levers().consent(sub);
    }

    /**
     * A person opens the URL, says to be this user and allows all that is asked, on the same pages by the same
     * requests as with a browser. Takes an authorization URL or a device's {@code verification_uri_complete}.
     *
     * @return where the browser is sent then, with the code in the query, or with the error if the request had one
     * @throws IllegalStateException if the sandbox shows an error page instead, with its text
     */
    public URI approve(URI url, String sub) {
        return parts.levers().visitor().allow(url, sub, Optional.empty());
    }

    /** The same, with just these of the scopes left ticked. */
    public URI approve(URI url, String sub, Set<String> scopes) {
        return parts.levers().visitor().allow(url, sub, Optional.of(scopes));
    }

    /** A person opens the URL and denies what is asked. */
    public URI deny(URI url) {
        return parts.levers().visitor().deny(url);
    }

    /** From now on users may be sent back there as well. */
    public void registerRedirectUri(URI uri) {
        parts.shared().registration().addRedirectUri(uri);
    }

    /** From now on the clients may ask for these scopes and no others; grants that hold more refresh no longer. */
    public void registerScopes(Set<String> scopes) {
        parts.shared().registration().scopes(scopes);
    }

    /** From now on ID tokens are signed with a new key; the old ones stay published. */
    public void rotateKeys() {
        parts.levers().rotateKeys();
    }

    /** What can be done to the content. */
    public ContentLevers content() {
        return parts.levers().content().levers();
    }

    /** All access tokens, of users and of the client itself, end now; refresh tokens stay good. */
    public void expireAccessTokens() {
        parts.shared().grants().expireAccessTokens();
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

    /** From now on the items of these answers are odd. */
    public void addOddity(Oddity oddity) {
        parts.twists().oddities().add(oddity);
    }

    /** Answers are as documented again. */
    public void clearOddities() {
        parts.twists().oddities().clear();
    }

    /**
     * The next so many times that a page of this user's listings is turned, their order changes first and then stays
     * so. Mutations ({@code user/sync}) are in the order of time: there the first one on record happens once more, and
     * the head goes on.
     *
     * @param route by name, with wildcards as in {@link FaultRule}
     */
    public void shiftPages(String sub, String route, Shift shift, int times) {
        parts.twists().shifts().add(route, OptionalInt.of(parts.levers().user(sub)), shift, times);
    }

    /** The same, whoever walks. */
    public void shiftPages(String route, Shift shift, int times) {
        parts.twists().shifts().add(route, OptionalInt.empty(), shift, times);
    }

    /** For how long a spent refresh token may be presented again; zero, the default, is strict. */
    public void graceFor(Duration grace) {
        parts.shared().grants().grace(grace);
    }

    /**
     * From now on the {@code Date} header of answers is wrong by so much. The first call opens a second port, which
     * is {@link #baseUrl()} from then on; answers at the first port keep the right time.
     */
    public void serverTimeSkew(Duration skew) {
        front.skew(skew);
    }

    /** This user's collections and bookmarks; everything else as well is in {@link #truth()}. */
    public Truth truth(String sub) {
        return parts.levers().truth(sub);
    }

    /** What a complete sync of all users must have stored. */
    public SandboxTruth truth() {
        return new SandboxTruth(parts.levers());
    }

    /**
     * The date of tonight in UTC, on which activity days, streaks and plans go on: the date on which this world began,
     * and a day more for each {@link #advance}.
     */
    public LocalDate today() {
        return parts.levers().today();
    }

    @Override
    public void close() {
        front.close();
        server.stop(0);
        threads.shutdownNow();
        parts.ledger().close();
    }
}
