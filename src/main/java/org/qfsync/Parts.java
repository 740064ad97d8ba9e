package org.qfsync;

import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.qfsync.analytics.AnalyticsExport;
import org.qfsync.analytics.QueryRunner;
import org.qfsync.api.ContentClient;
import org.qfsync.api.ContentSyncClient;
import org.qfsync.api.QfApi;
import org.qfsync.consent.AuthorizationCodeFlow;
import org.qfsync.consent.DeviceFlow;
import org.qfsync.consent.LoginProperties;
import org.qfsync.content.ContentProperties;
import org.qfsync.content.ContentSyncProperties;
import org.qfsync.domain.Home;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.http.HttpProperties;
import org.qfsync.http.HttpTransport;
import org.qfsync.http.Pace;
import org.qfsync.http.PacedClient;
import org.qfsync.http.RequestMeter;
import org.qfsync.http.RetryMeters;
import org.qfsync.http.ServerClock;
import org.qfsync.http.Sleeper;
import org.qfsync.http.Spool;
import org.qfsync.job.JobConfiguration;
import org.qfsync.job.ScheduleProperties;
import org.qfsync.schedule.RetryProperties;
import org.qfsync.schedule.ScheduleConfiguration;
import org.qfsync.store.Database;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.store.DatasetStates;
import org.qfsync.store.HistoryProperties;
import org.qfsync.store.Holds;
import org.qfsync.store.ListingStates;
import org.qfsync.store.LiveRows;
import org.qfsync.store.Losses;
import org.qfsync.store.ReaderAccount;
import org.qfsync.store.ReaderProperties;
import org.qfsync.store.RowWriter;
import org.qfsync.store.SchemaDrift;
import org.qfsync.store.SyncedUsers;
import org.qfsync.store.UserRowWriter;
import org.qfsync.store.UserRows;
import org.qfsync.token.ClientProperties;
import org.qfsync.token.Keyset;
import org.qfsync.token.KeysetGate;
import org.qfsync.token.KeysetSource;
import org.qfsync.token.RefreshMeters;
import org.qfsync.token.SecretProof;
import org.qfsync.token.ServerReach;
import org.qfsync.token.Ticker;
import org.qfsync.token.TokenProperties;
import org.qfsync.token.Tokens;
import org.qfsync.user.UserProperties;
import org.qfsync.user.UserReader;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.function.SingletonSupplier;

/**
 * The parts of the program below the job, made from the configuration. Beans are lazy: a command starts what it uses.
 * What they are made of, ours and Spring Boot's, is named, not found: a search would read every class of the program at
 * every start, and what only a daemon's web pages need costs a command no time.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    PropertyPlaceholderAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    BatchJdbcAutoConfiguration.class
})
@Import({
    ConsentParts.class,
    MonitoringParts.class,
    NotifyParts.class,
    ConsoleParts.class,
    JobConfiguration.class,
    ScheduleConfiguration.class
})
class Parts {
    private static final int TOKEN_BODY_LIMIT = 64 * 1024;

    @Bean
    Ticker ticker() {
        return Ticker.system();
    }

    @Bean
    Sleeper sleeper() {
        return Sleeper.real();
    }

    @Bean
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Bean
    Home home(QfsyncProperties properties) {
        return properties.home();
    }

    @Bean
    QfEndpoints endpoints(QfsyncProperties properties) {
        return properties.endpoints();
    }

    @Bean
    ClientProperties clientProperties(QfsyncProperties properties) {
        return properties.client();
    }

    @Bean
    TokenProperties tokenProperties(QfsyncProperties properties) {
        return properties.token();
    }

    @Bean
    HttpProperties httpProperties(QfsyncProperties properties) {
        return properties.http();
    }

    @Bean
    DatabaseProperties databaseProperties(QfsyncProperties properties) {
        return properties.database();
    }

    @Bean
    ReaderProperties readerProperties(QfsyncProperties properties) {
        return properties.reader();
    }

    @Bean
    ScheduleProperties scheduleProperties(QfsyncProperties properties) {
        return properties.schedule();
    }

    @Bean
    RetryProperties retryProperties(QfsyncProperties properties) {
        return properties.retry();
    }

    @Bean
    ContentProperties contentProperties(QfsyncProperties properties) {
        return properties.content();
    }

    @Bean
    ContentSyncProperties contentSyncProperties(QfsyncProperties properties) {
        return properties.contentSync();
    }

    @Bean
    UserProperties userProperties(QfsyncProperties properties) {
        return properties.user();
    }

    @Bean
    HistoryProperties historyProperties(QfsyncProperties properties) {
        return properties.history();
    }

    @Bean
    LoginProperties loginProperties(QfsyncProperties properties) {
        return properties.login();
    }

    /** Opened, found to be ours, and up to date. */
    @Bean(destroyMethod = "close")
    Database database(QfsyncProperties properties, Doing doing, Clock clock) {
        properties.home().create();
        Database database = Database.open(properties.database(), doing.words(), clock);
        try {
            database.prepare(
                    properties.endpoints().environment(),
                    Optional.empty(),
                    properties.schedule().zone(),
                    clock);
            if (doing.rehearsal()) {
                database.rehearse();
            }
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Its connections are the database's to close, after its last words to it. */
    @Bean(destroyMethod = "")
    DataSource dataSource(Database database) {
        return database.dataSource();
    }

    @Bean
    JdbcClient jdbcClient(DataSource dataSource) {
        return JdbcClient.create(dataSource);
    }

    @Bean
    QueryRunner queryRunner(QfsyncProperties properties, Database database) {
        return new QueryRunner(reader(properties, database), properties.reader().timeout(), properties.query());
    }

    @Bean
    AnalyticsExport analyticsExport(QfsyncProperties properties, Database database, Clock clock) {
        return new AnalyticsExport(database, reader(properties, database), clock);
    }

    /** The account is made when it is first asked for. */
    private static Supplier<ReaderAccount> reader(QfsyncProperties properties, Database database) {
        return SingletonSupplier.of(
                () -> ReaderAccount.open(database, properties.home().path(), properties.reader()));
    }

    @Bean
    RowWriter rowWriter(Database database) {
        return new RowWriter(database);
    }

    @Bean
    UserRowWriter userRowWriter(Database database) {
        return new UserRowWriter(database);
    }

    @Bean
    Losses losses(Database database) {
        return new Losses(database);
    }

    @Bean
    Holds holds(Database database) {
        return new Holds(database);
    }

    @Bean
    DatasetStates datasetStates(Database database) {
        return new DatasetStates(database);
    }

    @Bean
    ListingStates listingStates(Database database) {
        return new ListingStates(database);
    }

    @Bean
    SchemaDrift schemaDrift(Database database) {
        return new SchemaDrift(database);
    }

    @Bean
    SyncedUsers syncedUsers(Database database) {
        return new SyncedUsers(database);
    }

    @Bean
    UserRows userRows(Database database) {
        return new UserRows(database);
    }

    /** Opens, and is one that this database was sealed with; created only while there is nothing sealed. */
    @Bean
    Keyset keyset(TokenProperties properties, Database database) {
        return new KeysetGate(database.lastingDataSource(), database::flushDurably).open(KeysetSource.of(properties));
    }

    @Bean
    RequestMeter requestMeter(ObservationRegistry observations) {
        return new RequestMeter(observations);
    }

    @Bean
    ServerClock serverClock(Clock clock) {
        return new ServerClock(clock);
    }

    @Bean
    Pace pace(HttpProperties properties) {
        return Pace.of(properties);
    }

    @Bean(destroyMethod = "close")
    HttpTransport apiTransport(HttpProperties properties, RequestMeter meter, ServerClock serverClock) {
        return HttpTransport.pooled(properties, meter, serverClock);
    }

    @Bean(destroyMethod = "close")
    HttpTransport tokenTransport(
            HttpProperties http, TokenProperties token, RequestMeter meter, ServerClock serverClock) {
        return HttpTransport.singleUse(
                http.connectTimeout(), token.deadline(), token.deadline(), TOKEN_BODY_LIMIT, meter, serverClock);
    }

    /** Needs no database: a secret is proved while a daemon holds it. */
    @Bean
    SecretProof secretProof(ClientProperties client, HttpTransport tokenTransport, Clock clock) {
        return new SecretProof(client, tokenTransport, clock);
    }

    /** Needs no database either. */
    @Bean
    ServerReach serverReach(ClientProperties client, HttpTransport tokenTransport, Clock clock) {
        return new ServerReach(client, tokenTransport, clock);
    }

    @Bean
    Tokens tokens(
            QfsyncProperties properties,
            Database database,
            Keyset keyset,
            HttpTransport tokenTransport,
            Pace pace,
            RefreshMeters refreshMeters,
            Tokens.Time time) {
        return new Tokens(
                properties.client(),
                properties.token(),
                new Tokens.Storage(database.lastingDataSource(), database::flushDurably, keyset, database.place()),
                new Tokens.Wire(tokenTransport, pace, properties.http(), refreshMeters),
                time);
    }

    @Bean
    AuthorizationCodeFlow authorizationCodeFlow(Tokens tokens, LoginProperties properties, Ticker ticker) {
        return new AuthorizationCodeFlow(tokens, properties, ticker);
    }

    @Bean
    DeviceFlow deviceFlow(Tokens tokens, Ticker ticker) {
        return new DeviceFlow(tokens, ticker);
    }

    @Bean
    Tokens.Time time(Clock clock, Ticker ticker, Sleeper sleeper, RandomGenerator random) {
        return new Tokens.Time(clock, ticker, sleeper, random);
    }

    @Bean
    QfApi qfApi(
            QfsyncProperties properties,
            HttpTransport apiTransport,
            Pace pace,
            Clock clock,
            RandomGenerator random,
            RetryMeters retryMeters)
            throws IOException {
        return new QfApi(
                properties.endpoints(),
                properties.client().clientId(),
                properties.http(),
                new PacedClient(apiTransport, pace, clock),
                clock,
                random,
                retryMeters);
    }

    @Bean
    ContentClient contentClient(QfApi api, Tokens tokens) {
        return api.content(tokens.content());
    }

    /** Snapshots wait in a folder of their own until they are stored. */
    @Bean
    Spool snapshotSpool(Home home, ContentSyncProperties properties) {
        return new Spool(home.path().resolve("snapshots"), properties.maxSnapshotBytes(), properties.snapshotTimeout());
    }

    @Bean
    ContentSyncClient contentSyncClient(
            QfApi api, Tokens tokens, HttpTransport apiTransport, Spool snapshotSpool, Pace pace, Clock clock) {
        return api.contentSync(tokens.content(), new PacedClient(apiTransport.spooling(snapshotSpool), pace, clock));
    }

    @Bean
    UserReader userReader(QfApi api, Database database, ListingStates states, UserProperties properties, Clock clock) {
        return new UserReader(api, new LiveRows(database), states, properties, clock);
    }

    /**
     * What the command is about to do.
     *
     * @param words for whoever finds the database taken
     * @param rehearsal true if nothing that it writes shall stand
     */
    record Doing(String words, boolean rehearsal) {}
}
