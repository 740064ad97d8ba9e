package org.qfsync.job;

import org.qfsync.store.SchemaDrift;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.FlowBuilder;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.flow.Flow;
import org.springframework.batch.core.job.flow.support.SimpleFlow;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The job {@code nightlySync}: content ({@link ContentBranch}) and users ({@link UsersBranch}) side by side, then the
 * seal, then the verdict.
 *
 * <p>No step has a transaction of Spring Batch around its work, because that would hold a connection while HTTP answers
 * are awaited; what writes opens a short one itself.
 */
@Configuration(proxyBeanMethods = false)
class NightlySyncJob {
    static final String NAME = "nightlySync";

    private final JobRepository repository;
    private final RunParts parts;

    NightlySyncJob(JobRepository repository, RunParts parts) {
        this.repository = repository;
        this.parts = parts;
    }

    @Bean
    Job nightlySync(Flow contentFlow, Flow usersFlow, Step seal, VerdictDecider verdict) {
        Flow branches = new FlowBuilder<SimpleFlow>("branches")
                .split(Workers.ofBranches("branch-"))
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
    Step seal(
            ContentStore store,
            SchemaDrift drift,
            WorkList workList,
            FreshnessLaw freshness,
            SealedLosses losses,
            AnalyticsUpkeep analytics) {
        return new StepBuilder("seal", repository)
                .tasklet(
                        new SealTasklet(store.states(), drift, workList, freshness, losses, analytics, parts.control()),
                        new ResourcelessTransactionManager())
                .allowStartIfComplete(true)
                .listener(parts.control())
                .build();
    }
}
