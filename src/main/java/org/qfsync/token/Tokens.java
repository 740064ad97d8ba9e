package org.qfsync.token;

import java.time.Clock;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.qfsync.domain.DurabilityBarrier;
import org.qfsync.domain.SystemicException;
import org.qfsync.http.Backoff;
import org.qfsync.http.HttpProperties;
import org.qfsync.http.Pace;
import org.qfsync.http.Sleeper;
import org.qfsync.token.ContentTokens.RetryPolicy;
import org.qfsync.token.GrantRefresher.RefreshTiming;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * The token module, put together: the process-wide parts of one client at one environment, and a
 * {@link TokenManager} for each step. Thread-safe.
 */
public final class Tokens {
    private final ContentTokens contentTokens;
    private final UserTokens userTokens;
    private final GrantVault vault;
    private final GrantLifecycle lifecycle;
    private final KeepAlive keepAlive;
    private final Audit audit;
    private final SecretAge secretAge;
    private final TokenBreaker breaker = new TokenBreaker();
    private final Pace pace;
    private final Issuer issuer;
    private final Keyset keyset;
    private final KeysetGate keysetGate;
    private final KeyRotation keys;
    private final Custody custody;
    private final QuarantineReview review;
    private final Discovery discovery;
    private final CodeExchange codeExchange;
    private final DeviceExchange deviceExchange;

    /**
     * Puts it together.
     *
     * @param client whose tokens these are
     * @param storage where grants are kept, and with which keys
     * @param wire how the token endpoint is reached
     * @param time clocks and waits
     */
    public Tokens(ClientProperties client, TokenProperties properties, Storage storage, Wire wire, Time time) {
        this.pace = wire.pace();
        this.issuer = new Issuer(wire.transport(), client.endpoints().authBaseUrl());
        this.discovery = new Discovery(issuer, time.ticker());
        ClientSecret secret = new ClientSecret(client);
        TokenClient tokenClient = new TokenClient(client, secret, wire.transport(), time.clock());
        this.keysetGate = new KeysetGate(storage.database(), storage.durability());
        this.keyset = storage.keyset();
        IdTokens idTokens = new IdTokens(
                new ServerKeys(wire.transport(), discovery, time.ticker()), discovery, client.clientId(), time.clock());
        GrantProof proof = new GrantProof(idTokens, tokenClient, pace);
        this.codeExchange = new CodeExchange(client, tokenClient, proof, pace, time.clock());
        this.deviceExchange = new DeviceExchange(client, tokenClient, discovery, proof, pace, time.clock());
        JdbcTemplate jdbc = new JdbcTemplate(storage.database());
        GrantTransaction transaction =
                new GrantTransaction(new DataSourceTransactionManager(storage.database()), storage.durability());
        this.audit = new Audit(jdbc, transaction, time.clock(), client.clientId());
        this.secretAge = new SecretAge(
                secret,
                new SeenSecrets(JdbcClient.create(jdbc), transaction, audit, client.clientId(), time.clock()),
                properties.policy().clientSecretWarnAfter(),
                time.clock());
        GrantRepository grants = new GrantRepository(JdbcClient.create(jdbc), transaction, audit);
        GrantClaims claims = new GrantClaims(JdbcClient.create(jdbc), transaction, audit);
        GrantChanges changes = new GrantChanges(JdbcClient.create(jdbc), transaction, audit, time.clock());
        this.custody = new Custody(
                new CustodyRecord(JdbcClient.create(jdbc), transaction, storage.place()),
                new CustodyFile(properties.custodyFile()),
                changes,
                time.ticker());
        TokenSealer sealer = new TokenSealer(keyset.aead(), client.endpoints().environment(), this::requireOwn);
        TokenProbe probe = new TokenProbe(tokenClient, sealer, pace);
        this.review = new QuarantineReview(client.clientId(), grants, changes, probe);
        SpillFiles spill = new SpillFiles(properties.spillDirectory(), sealer);
        this.keys = new KeyRotation(
                keyset, keysetGate, new SealedValues(JdbcClient.create(jdbc), transaction, sealer), spill, audit);
        RefreshTiming timing = new RefreshTiming(
                properties.lease(),
                properties.policy().userMargin(),
                new Backoff(properties.backOffBase(), properties.backOffMax(), time.random()),
                time.clock(),
                time.ticker(),
                time.sleeper());
        TokenRevocation revocation = new TokenRevocation(tokenClient, pace, sealer);
        LateTokens late = new LateTokens(grants, revocation, audit);
        GrantRefresher refresher = new GrantRefresher(
                claims,
                tokenClient,
                sealer,
                new GrantSaver(grants, spill, late, time.sleeper()),
                wire.refreshes(),
                timing);
        GrantRecovery recovery = new GrantRecovery(grants, claims, refresher, probe, spill, late);
        Withdrawal withdrawal = new Withdrawal(grants, changes, revocation, spill, timing);
        this.lifecycle = new GrantLifecycle(client.clientId(), changes, withdrawal, spill, custody);
        this.userTokens = new UserTokens(client.clientId(), grants, refresher, recovery, sealer, timing);
        this.vault = new GrantVault(
                client.endpoints().environment(), client.clientId(), grants, sealer, recovery, withdrawal, custody);
        this.keepAlive = new KeepAlive(
                userTokens, vault, pace, breaker, properties.policy().keepAliveAfter(), time.clock());
        HttpProperties http = wire.properties();
        this.contentTokens = new ContentTokens(
                tokenClient,
                pace,
                new RetryPolicy(
                        http.maxAttempts(),
                        new Backoff(http.backoffBase(), http.backoffMax(), time.random()),
                        time.sleeper()),
                properties.policy().contentMargin(),
                time.clock(),
                time.ticker());
    }

    /** The application's own tokens, for content. */
    public ContentTokens content() {
        return contentTokens;
    }

    /** Who the authorization server says it is. */
    public Issuer issuer() {
        return issuer;
    }

    /** What the authorization server says about itself. */
    public Discovery discovery() {
        return discovery;
    }

    /** Turns authorization codes into grants. */
    public CodeExchange codeExchange() {
        return codeExchange;
    }

    /** Lets users log in on another device. */
    public DeviceExchange deviceExchange() {
        return deviceExchange;
    }

    /** All grants. */
    public GrantVault vault() {
        return vault;
    }

    /** Keeps idle ones alive. */
    public KeepAlive keepAlive() {
        return keepAlive;
    }

    /** What people decide about them. */
    public GrantLifecycle lifecycle() {
        return lifecycle;
    }

    /** Who did what to them. */
    public Audit audit() {
        return audit;
    }

    /** The keys they are sealed with. */
    public KeyRotation keys() {
        return keys;
    }

    /** Whether this database is the one that was in use. */
    public Custody custody() {
        return custody;
    }

    /** Finds out about grants that were held back because it may not be. */
    public QuarantineReview quarantineReview() {
        return review;
    }

    private void requireOwn() {
        keysetGate.requireCurrent(keyset);
        custody.requireSame();
    }

    /**
     * Returns only if the keys in memory, or in their source by now, are those of this database.
     *
     * @throws SystemicException if another process has rotated them and this one cannot follow
     */
    public void requireKeyset() {
        keysetGate.requireCurrent(keyset);
    }

    /** How old our client secret is. */
    public SecretAge secretAge() {
        return secretAge;
    }

    /** The breaker of the run under way. */
    public TokenBreaker breaker() {
        return breaker;
    }

    /** The tokens of one step. */
    public TokenManager managerForStep() {
        return new TokenManager(userTokens, pace, breaker);
    }

    /**
     * Where grants are kept.
     *
     * @param database with the schema in place
     * @param durability passed after each commit of a grant
     * @param keyset seals the tokens
     * @param place where the database is; a copy is at another place
     */
    public record Storage(DataSource database, DurabilityBarrier durability, Keyset keyset, String place) {}

    /**
     * How the token endpoint is reached.
     *
     * @param transport must not retry, redirect or reuse connections; has its own total deadline
     * @param pace of the whole process
     * @param refreshes counts what comes of refreshing users' tokens
     */
    public record Wire(feign.Client transport, Pace pace, HttpProperties properties, RefreshMeters refreshes) {
        /** Counted for nobody. */
        public Wire(feign.Client transport, Pace pace, HttpProperties properties) {
            this(transport, pace, properties, new RefreshMeters());
        }
    }

    /** Clocks and waits, replaced in tests. */
    public record Time(Clock clock, Ticker ticker, Sleeper sleeper, RandomGenerator random) {}
}
