package org.qfsync.job;

import org.qfsync.api.ContentClient;
import org.qfsync.content.ChapterToFetch;
import org.qfsync.content.ChapterVerses;
import org.qfsync.content.Chapters;
import org.qfsync.content.StoredChapterReader;
import org.qfsync.content.VersesProcessor;
import org.qfsync.content.VersesWriter;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.http.HttpProperties;
import org.qfsync.store.SchemaDrift;
import org.qfsync.token.ClientProperties;
import org.qfsync.token.Ticker;
import org.qfsync.token.TokenManager;
import org.qfsync.token.TokenProperties;
import org.qfsync.token.Tokens;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.FlowBuilder;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.flow.Flow;
import org.springframework.batch.core.job.flow.support.SimpleFlow;
import org.springframework.batch.core.listener.ItemReadListener;
import org.springframework.batch.core.listener.ItemWriteListener;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The job {@code nightlySync}: content and users side by side, then the seal, then the verdict.
 *
 * <p>No step has a transaction of Spring Batch around its work, because that would hold a connection while HTTP answers
 * are awaited; what writes opens a short one itself.
 */
@Configuration(proxyBeanMethods = false)
class NightlySyncJob {
    static final String NAME = "nightlySync";

    private final JobRepository repository;
    private final RunParts parts;
    private final HttpProperties http;

    NightlySyncJob(JobRepository repository, RunParts parts, HttpProperties http) {
        this.repository = repository;
        this.parts = parts;
        this.http = http;
    }

    @Bean
    Job nightlySync(Flow contentFlow, Flow usersFlow, Step seal, VerdictDecider verdict) {
        Flow branches = new FlowBuilder<SimpleFlow>("branches")
                .split(new SimpleAsyncTaskExecutor("branch-"))
                .add(contentFlow, usersFlow)
                .build();
        return new JobBuilder(NAME, repository)
                .start(branches)
                .on("*")
                .to(seal)
                .on("*")
                .to(verdict)
                .on("FAILED")
                .fail()
                .from(verdict)
                .on("STOPPED")
                .stop()
                .from(verdict)
                .on("*")
                .end()
                .end()
                .build();
    }

    @Bean
    Flow contentFlow(Step chapters, Step verses, ClientProperties client, ContentStore store) {
        ContentDecider decider = new ContentDecider(parts.control(), client.type(), store.states());
        return new FlowBuilder<SimpleFlow>("content")
                .start(decider)
                .on(ContentDecider.SKIP)
                .end()
                .from(decider)
                .on("*")
                .to(chapters)
                .on("COMPLETED")
                .to(verses)
                .build();
    }

    @Bean
    Flow usersFlow(Step workListStep, Step users, Step keepAliveStep) {
        return new FlowBuilder<SimpleFlow>("users")
                .start(workListStep)
                .next(users)
                .next(keepAliveStep)
                .build();
    }

    @Bean
    Step chapters(ContentClient client, QfEndpoints endpoints, ContentStore store) {
        ChaptersTasklet tasklet =
                new ChaptersTasklet(new Chapters(client, endpoints.environment()), store, parts.control());
        return new StepBuilder("chapters", repository)
                .tasklet(tasklet, new ResourcelessTransactionManager())
                .listener(parts.control())
                .listener(new ContentOutcome(Dataset.CHAPTERS, store.states(), parts.control(), tasklet::counts))
                .build();
    }

    @Bean
    Step verses(ContentClient client, JdbcClient jdbc, ContentStore store) {
        RunControl control = parts.control();
        VersesWriter writer = new VersesWriter(
                store.rows(),
                store.transaction(),
                () -> store.lease().requireEpoch(control.run().epoch()),
                () -> control.run().stamp());
        StoredChapterReader reader = new StoredChapterReader(jdbc);
        ProgressKeeper.Chapters progress = ProgressKeeper.ofChapters(parts.progress(), reader);
        return new StepBuilder("verses", repository)
                .<ChapterToFetch, ChapterVerses>chunk(http.concurrency())
                .reader(reader)
                .processor(new VersesProcessor(client, () -> control.run().unknown()))
                .writer(writer)
                .transactionManager(new ResourcelessTransactionManager())
                .taskExecutor(executor("verses-", http.concurrency()))
                .listener(control)
                .listener((StepExecutionListener) progress)
                .listener((ItemReadListener<ChapterToFetch>) progress)
                .listener((ItemWriteListener<ChapterVerses>) progress)
                .listener(new ContentOutcome(Dataset.VERSES, store.states(), control, writer::counts))
                .build();
    }

    @Bean
    Step workListStep(WorkList workList, RunRepository runs, ContentStore store, ClientProperties client) {
        return new StepBuilder("workList", repository)
                .tasklet(
                        new WorkListTasklet(workList, runs, store.transaction(), parts.control(), client.clientId()),
                        new ResourcelessTransactionManager())
                .listener(parts.control())
                .build();
    }

    @Bean
    Step users(Step userWorkerStep, WorkList workList) {
        return new StepBuilder("users", repository)
                .partitioner("userWorker", new WorkerPartitioner())
                .step(userWorkerStep)
                .gridSize(http.concurrency())
                .taskExecutor(executor("user-", http.concurrency()))
                .listener(parts.control())
                .listener(ProgressKeeper.ofUsers(parts, workList))
                .build();
    }

    @Bean
    Step userWorkerStep(Tasklet userWorker) {
        return new StepBuilder("userWorker", repository)
                .tasklet(userWorker, new ResourcelessTransactionManager())
                // All workers draw from one list: at a restart those that had ended lend a hand again.
                .allowStartIfComplete(true)
                .listener(parts.control())
                .build();
    }

    @Bean
    @StepScope
    Tasklet userWorker(UserPass pass, TokenManager tokenManager, Ticker ticker, TokenProperties properties) {
        return new UserWorker(
                pass, tokenManager, parts, ticker, properties.lease().plusMillis(100));
    }

    /** Without a proxy: the worker is step-scoped, too, and gets the one of its own step. */
    @Bean
    @Scope("step")
    TokenManager tokenManager(Tokens tokens) {
        return tokens.managerForStep();
    }

    @Bean
    Step keepAliveStep(Tasklet keepAliveTasklet) {
        return new StepBuilder("keepAlive", repository)
                .tasklet(keepAliveTasklet, new ResourcelessTransactionManager())
                .listener(parts.control())
                .build();
    }

    @Bean
    @StepScope
    Tasklet keepAliveTasklet(Tokens tokens, Ticker ticker) {
        return new KeepAliveTasklet(tokens.keepAlive(), parts.control(), ticker);
    }

    @Bean
    Step seal(ContentStore store, SchemaDrift drift, WorkList workList, SealedLosses losses) {
        return new StepBuilder("seal", repository)
                .tasklet(
                        new SealTasklet(store.states(), drift, workList, losses, parts.control()),
                        new ResourcelessTransactionManager())
                .allowStartIfComplete(true)
                .listener(parts.control())
                .build();
    }

    private static AsyncTaskExecutor executor(String prefix, int concurrency) {
        SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(prefix);
        executor.setConcurrencyLimit(concurrency);
        return executor;
    }
}
