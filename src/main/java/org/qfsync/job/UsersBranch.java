package org.qfsync.job;

import org.qfsync.http.HttpProperties;
import org.qfsync.store.Database;
import org.qfsync.token.ClientProperties;
import org.qfsync.token.Ticker;
import org.qfsync.token.TokenManager;
import org.qfsync.token.TokenProperties;
import org.qfsync.token.Tokens;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.builder.FlowBuilder;
import org.springframework.batch.core.job.flow.Flow;
import org.springframework.batch.core.job.flow.support.SimpleFlow;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

/** The branch of the job that copies users' data and keeps their grants alive. */
@Configuration(proxyBeanMethods = false)
class UsersBranch {
    private final JobRepository repository;
    private final RunParts parts;
    private final HttpProperties http;

    UsersBranch(JobRepository repository, RunParts parts, HttpProperties http) {
        this.repository = repository;
        this.parts = parts;
        this.http = http;
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
                .taskExecutor(Workers.named("user-", http.concurrency()))
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
    Tasklet keepAliveTasklet(Tokens tokens, Ticker ticker, Database database) {
        return new KeepAliveTasklet(tokens.keepAlive(), !database.isRehearsal(), parts.control(), ticker);
    }
}
