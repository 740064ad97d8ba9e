package org.qfsync.job;

import org.qfsync.api.ContentSyncClient;
import org.qfsync.content.ContentStorage;
import org.qfsync.content.ContentSync;
import org.qfsync.content.ContentSyncProperties;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.http.Spool;
import org.qfsync.token.Ticker;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The step of the content branch that keeps the configured resources in step. */
@Configuration(proxyBeanMethods = false)
class ContentSyncStep {
    @Bean
    ContentSync contentSyncEngine(
            ContentSyncClient client,
            ContentSyncProperties properties,
            QfEndpoints endpoints,
            JdbcClient jdbc,
            ContentStore store,
            RunParts parts) {
        ContentStorage storage = new ContentStorage(
                jdbc,
                store.transaction(),
                store.rows(),
                () -> store.lease().requireEpoch(parts.control().run().epoch()));
        return new ContentSync(client, properties, endpoints.environment(), storage);
    }

    @Bean
    Step contentSync(
            JobRepository repository,
            ContentSync contentSyncEngine,
            Spool snapshotSpool,
            ContentStore store,
            RunParts parts,
            Ticker ticker) {
        return new StepBuilder("contentSync", repository)
                .tasklet(
                        new ContentSyncTasklet(
                                contentSyncEngine, snapshotSpool, store.states(), parts.control(), ticker),
                        new ResourcelessTransactionManager())
                .listener(parts.control())
                .build();
    }
}
