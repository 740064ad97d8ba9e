package org.qfsync.job;

import io.micrometer.observation.ObservationRegistry;
import java.time.Clock;
import java.util.Optional;
import org.qfsync.domain.Home;
import org.qfsync.http.RequestMeter;
import org.qfsync.http.ServerClock;
import org.qfsync.store.Database;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.store.DatasetStates;
import org.qfsync.store.Dialect;
import org.qfsync.store.HistoryProperties;
import org.qfsync.store.Holds;
import org.qfsync.store.KeptAnswers;
import org.qfsync.store.ListingStates;
import org.qfsync.store.Losses;
import org.qfsync.store.RowWriter;
import org.qfsync.store.SchemaDrift;
import org.qfsync.store.SyncedUsers;
import org.qfsync.store.UserRowWriter;
import org.qfsync.store.UserRows;
import org.qfsync.store.VerseRanges;
import org.qfsync.token.Audit;
import org.qfsync.token.ClientProperties;
import org.qfsync.token.Ticker;
import org.qfsync.token.Tokens;
import org.qfsync.user.UserProperties;
import org.qfsync.user.UserReader;
import org.qfsync.user.UserWriter;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts together what surrounds the job: lease, books, queue, gate. The job itself is in {@link NightlySyncJob}. */
@Configuration(proxyBeanMethods = false)
@Import({NightlySyncJob.class, ContentBranch.class, ContentSyncStep.class, UsersBranch.class})
public class JobConfiguration {
    @Bean
    Nights nights(ScheduleProperties schedule, Database database) {
        // The zone that the first start recorded counts: nights must not change their dates with a shell's TZ.
        return database.deployment()
                .map(deployment -> new Nights(new ScheduleProperties(schedule.cron(), deployment.zone())))
                .orElseGet(() -> new Nights(schedule));
    }

    @Bean
    SyncedDatasets syncedDatasets(UserProperties properties) {
        return new SyncedDatasets(properties.datasets());
    }

    @Bean
    RunProgress runProgress(Clock clock) {
        return new RunProgress(clock);
    }

    @Bean
    RunParts runParts(RunProgress progress, ObservationRegistry observations) {
        return new RunParts(new RunControl(progress), progress, new OutageWatch(), observations);
    }

    @Bean
    RunRepository runRepository(JdbcClient jdbc, Clock clock) {
        String version = JobConfiguration.class.getPackage().getImplementationVersion();
        return new RunRepository(jdbc, clock, version == null ? "development" : version);
    }

    @Bean
    RunLease runLease(Database database, Ticker ticker) {
        boolean h2 = database.dialect() == Dialect.H2;
        return new RunLease(JdbcClient.create(database.lastingDataSource()), h2, h2 ? "" : " FOR SHARE", ticker);
    }

    /** Opens no database of H2: whoever follows a run may not be able to. */
    @Bean
    LiveRuns liveRuns(
            RunParts parts,
            DatabaseProperties properties,
            ObjectProvider<Database> database,
            ObjectProvider<RunLease> lease,
            ObjectProvider<RunAudit> audit,
            Clock clock) {
        return new LiveRuns(
                parts,
                audit::getObject,
                () -> properties.dialect() == Dialect.H2
                        ? properties.h2Path().map(path -> new LiveFiles(path, clock))
                        : Optional.of(new LiveTable(
                                JdbcClient.create(database.getObject().lastingDataSource()), lease.getObject())),
                () -> database.getObject().isRehearsal(),
                clock);
    }

    @Bean
    WorkList workList(JdbcClient jdbc, Clock clock) {
        return new WorkList(jdbc, clock);
    }

    @Bean
    ContentStore contentStore(
            PlatformTransactionManager transactions, RunLease lease, RowWriter rows, DatasetStates states) {
        return new ContentStore(new TransactionTemplate(transactions), lease, rows, states);
    }

    @Bean
    UserPass userPass(UserReader reader, Tokens tokens, UserCommit commit, RequestMeter meter, Clock clock) {
        return new UserPass(reader, tokens.vault(), commit, meter, clock);
    }

    @Bean
    UserCommit userCommit(
            ContentStore store,
            UserRowWriter rows,
            DatasetStates states,
            ListingStates listings,
            SyncedUsers users,
            WorkList workList,
            Tokens tokens) {
        UserWriter writer = new UserWriter(rows, states, listings, users);
        return new UserCommit(store.transaction(), store.lease(), writer, workList, tokens.vault());
    }

    @Bean
    AnalyticsUpkeep analyticsUpkeep(
            Database database, ContentStore store, Tokens tokens, SchemaDrift drift, Clock clock) {
        return new AnalyticsUpkeep(
                store, tokens.vault(), new VerseRanges(database, drift), new KeptAnswers(database), clock);
    }

    @Bean
    SealedLosses sealedLosses(ContentStore store, Tokens tokens, Losses losses, HistoryProperties history) {
        return new SealedLosses(store, tokens.vault(), losses, history);
    }

    @Bean
    HeldLosses heldLosses(ContentStore store, Holds holds, Losses losses, Tokens tokens, Clock clock) {
        return new HeldLosses(store.transaction(), store.lease(), holds, losses, tokens, clock);
    }

    /** Opens no keyset: the schedule is paused also while there is none. */
    @Bean
    RunAudit runAudit(
            Database database, ClientProperties client, PlatformTransactionManager transactions, Clock clock) {
        return new RunAudit(
                Audit.of(database.lastingDataSource(), database::flushDurably, client, clock),
                new TransactionTemplate(transactions));
    }

    @Bean
    VerdictDecider verdictDecider(WorkList workList, DatasetStates states, RunParts parts) {
        return new VerdictDecider(workList, states, parts.control());
    }

    @Bean
    Preflight preflight(Tokens tokens, ServerClock serverClock, Database database, ClientProperties client) {
        return new Preflight(tokens, serverClock, database, client);
    }

    @Bean
    RunExecution.Surroundings surroundings(
            RunRepository runs,
            WorkList workList,
            Preflight preflight,
            Tokens tokens,
            RequestMeter meter,
            SchemaDrift drift,
            FreshnessLaw freshness,
            LiveRuns live,
            ContentStore store,
            Home home,
            Database database,
            Clock clock,
            Ticker ticker) {
        return new RunExecution.Surroundings(
                runs,
                workList,
                preflight,
                tokens,
                meter,
                drift,
                freshness,
                live,
                store,
                new UnwrittenEnd(home.path(), database.location(), database::isRehearsal),
                clock,
                ticker);
    }

    @Bean
    WithdrawnPurge withdrawnPurge(
            Database database, ContentStore store, SyncedUsers users, UserRows rows, Tokens tokens, Clock clock) {
        return new WithdrawnPurge(database, store.transaction(), users, rows, tokens, clock);
    }

    @Bean
    Subsets subsets(RunRepository runs, WorkList workList, ContentStore store, ClientProperties client) {
        return new Subsets(runs, workList, store.transaction(), client.clientId());
    }

    /** Needs no database: that it is gone is told as well. */
    @Bean
    RunListeners runListeners(ObjectProvider<RunListener> listeners) {
        return new RunListeners(listeners.orderedStream().toList());
    }

    @Bean
    Reruns reruns(RunRepository runs, WorkList workList, JdbcClient jdbc, Subsets subsets) {
        return new Reruns(runs, workList, new OpenWork(jdbc), subsets);
    }

    @Bean
    Runs runs(
            JobOperator operator,
            JobRepository repository,
            Job nightlySync,
            VerdictDecider decider,
            RunParts parts,
            RunLease lease,
            Nights nights,
            WithdrawnPurge purge,
            Subsets subsets,
            Reruns reruns,
            RunListeners listeners,
            RunExecution.Surroundings around) {
        RunExecution execution = new RunExecution(operator, repository, nightlySync, decider, parts, around);
        return new Runs(around.runs(), subsets, reruns, lease, execution, nights, purge, listeners, around.clock());
    }
}
