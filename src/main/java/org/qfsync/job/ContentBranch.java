package org.qfsync.job;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.qfsync.api.ContentClient;
import org.qfsync.content.ChapterToFetch;
import org.qfsync.content.ChapterVerses;
import org.qfsync.content.ContentProperties;
import org.qfsync.content.RegularContent;
import org.qfsync.content.StoredChapterReader;
import org.qfsync.content.SyncedResources;
import org.qfsync.content.VersesProcessor;
import org.qfsync.content.VersesWriter;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.http.HttpProperties;
import org.qfsync.store.Database;
import org.qfsync.store.KeptRows;
import org.qfsync.token.ClientProperties;
import org.qfsync.token.Ticker;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.builder.FlowBuilder;
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
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The branch of the job that copies QF content. Its steps run one after the other, and one that fails does not keep the
 * next from its own part: only a stop ends the branch early. That a step failed is seen by the verdict.
 */
@Configuration(proxyBeanMethods = false)
class ContentBranch {
    private final JobRepository repository;
    private final RunParts parts;
    private final HttpProperties http;

    ContentBranch(JobRepository repository, RunParts parts, HttpProperties http) {
        this.repository = repository;
        this.parts = parts;
        this.http = http;
    }

    @Bean
    Flow contentFlow(
            Step chapters, Step verses, Step catalogue, Step contentSync, ClientProperties client, ContentStore store) {
        ContentDecider decider = new ContentDecider(parts.control(), client.type(), store.states());
        return inTurn(decider, List.of(chapters, verses, catalogue, contentSync));
    }

    private static Flow inTurn(ContentDecider decider, List<Step> steps) {
        List<Flow> parts = steps.stream().map(ContentBranch::alone).toList();
        FlowBuilder<SimpleFlow> flow = new FlowBuilder<>("content");
        flow.start(decider).on(ContentDecider.SKIP).end().from(decider).on("*").to(parts.get(0));
        for (int i = 1; i < parts.size(); i++) {
            Flow before = parts.get(i - 1);
            flow.from(before).on("STOPPED").fail().from(before).on("*").to(parts.get(i));
        }
        return flow.build();
    }

    /**
     * In a thread of its own: Spring Batch marks a failed step as abandoned, which no restart repeats, as soon as the
     * same thread goes on to another step.
     */
    private static Flow alone(Step step) {
        Flow only =
                new FlowBuilder<SimpleFlow>(step.getName() + "Only").start(step).build();
        return new FlowBuilder<SimpleFlow>(step.getName() + "Alone")
                .split(Workers.ofBranches("content-"))
                .add(only)
                .build();
    }

    @Bean
    RegularContent regularContent(
            ContentClient client, QfEndpoints endpoints, JdbcClient jdbc, ContentProperties properties) {
        return RegularContent.of(client, endpoints.environment(), jdbc, properties);
    }

    @Bean
    FreshnessLaw freshnessLaw(
            ContentStore store, Database database, RegularContent content, ContentProperties properties, Clock clock) {
        KeptRows rows = new KeptRows(database);
        SyncedResources synced = new SyncedResources(JdbcClient.create(database.dataSource()), rows);
        return new FreshnessLaw(store, new KeptContent(content, synced, rows), properties.refreshAfter(), clock);
    }

    @Bean
    Step chapters(RegularContent content, FreshnessLaw freshness, ContentStore store) {
        ChaptersTasklet tasklet = new ChaptersTasklet(content.chapters(), freshness, store, parts.control());
        return new StepBuilder("chapters", repository)
                .tasklet(tasklet, new ResourcelessTransactionManager())
                .listener(parts.control())
                .listener(new ContentOutcome(Dataset.CHAPTERS, store.states(), parts.control(), tasklet::counts))
                .build();
    }

    @Bean
    Step verses(ContentClient client, JdbcClient jdbc, FreshnessLaw freshness, ContentStore store) {
        RunControl control = parts.control();
        VersesWriter writer = new VersesWriter(
                store.rows(),
                store.transaction(),
                () -> store.lease().requireEpoch(control.run().epoch()),
                () -> control.run().stamp());
        StoredChapterReader reader = new StoredChapterReader(
                jdbc, () -> freshness.isDue(Dataset.VERSES, control.run().selection()));
        ProgressKeeper.Chapters progress = ProgressKeeper.ofChapters(parts.progress(), reader);
        return new StepBuilder("verses", repository)
                .<ChapterToFetch, ChapterVerses>chunk(http.concurrency())
                .reader(reader)
                .processor(new VersesProcessor(client, () -> control.run().unknown()))
                .writer(writer)
                .transactionManager(new ResourcelessTransactionManager())
                .taskExecutor(Workers.named("verses-", http.concurrency()))
                .listener(control)
                .listener((StepExecutionListener) progress)
                .listener((ItemReadListener<ChapterToFetch>) progress)
                .listener((ItemWriteListener<ChapterVerses>) progress)
                .listener(new ContentOutcome(
                        Dataset.VERSES,
                        store.states(),
                        control,
                        () -> Optional.of(writer.counts()).filter(counts -> reader.asked())))
                .build();
    }

    @Bean
    Step catalogue(Tasklet catalogueTasklet) {
        return new StepBuilder("catalogue", repository)
                .tasklet(catalogueTasklet, new ResourcelessTransactionManager())
                .listener(parts.control())
                .build();
    }

    @Bean
    @StepScope
    Tasklet catalogueTasklet(RegularContent content, FreshnessLaw freshness, ContentStore store, Ticker ticker) {
        return new CatalogueTasklet(content.catalogue(), freshness, store, parts.control(), ticker);
    }
}
