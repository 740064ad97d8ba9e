package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.CronScheduleBuilder;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

/** That Spring Batch and Quartz can live in schemas of their own, on either database. */
abstract class LibraryTablesContract {
    private Database database;
    private JdbcClient jdbc;

    abstract Database freshDatabase();

    /** Quartz's class for this database. */
    abstract String quartzDelegate();

    @BeforeEach
    void open() {
        database = freshDatabase();
        jdbc = JdbcClient.create(database.dataSource());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aBatchJobFailsRestartsAndCompletesInTheBatchSchema() throws Exception {
        JobRepository repository = repository();
        TaskExecutorJobOperator operator = new TaskExecutorJobOperator();
        operator.setJobRepository(repository);
        operator.setJobRegistry(new MapJobRegistry());
        operator.afterPropertiesSet();
        Job job = jobThatFailsOnce(repository);
        JobParameters night =
                new JobParametersBuilder().addString("night", "2026-10-01").toJobParameters();

        JobExecution first = operator.start(job, night);
        JobExecution second = operator.start(job, night);

        assertThat(first.getStatus()).isEqualTo(BatchStatus.FAILED);
        assertThat(second.getStatus()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(second.getJobInstance()).isEqualTo(first.getJobInstance());
        assertThat(count("SELECT COUNT(*) FROM batch.BATCH_JOB_INSTANCE")).isEqualTo(1);
        assertThat(count("SELECT COUNT(*) FROM batch.BATCH_JOB_EXECUTION")).isEqualTo(2);
        assertThat(count("SELECT COUNT(*) FROM batch.BATCH_STEP_EXECUTION")).isEqualTo(2);
        assertThat(Objects.requireNonNull(repository.getLastStepExecution(second.getJobInstance(), "work"))
                        .getExecutionContext()
                        .getString("note"))
                .hasSize(5_000);
    }

    private JobRepository repository() throws Exception {
        JdbcJobRepositoryFactoryBean factory = new JdbcJobRepositoryFactoryBean();
        factory.setDataSource(database.dataSource());
        factory.setTransactionManager(new JdbcTransactionManager(database.dataSource()));
        factory.setTablePrefix("batch.BATCH_");
        factory.setIsolationLevelForCreate("ISOLATION_READ_COMMITTED");
        factory.afterPropertiesSet();
        return factory.getObject();
    }

    private Job jobThatFailsOnce(JobRepository repository) {
        var step = new StepBuilder("work", repository)
                .tasklet(
                        (contribution, chunk) -> {
                            var context = contribution.getStepExecution().getExecutionContext();
                            if (!context.containsKey("note")) {
                                // longer than the short form: goes through the column for long ones
                                context.putString("note", "ن".repeat(5_000));
                                throw new IllegalStateException("the first time fails");
                            }
                            return RepeatStatus.FINISHED;
                        },
                        new JdbcTransactionManager(database.dataSource()))
                .build();
        return new org.springframework.batch.core.job.builder.JobBuilder("nightly", repository)
                .start(step)
                .build();
    }

    @Test
    void aQuartzSchedulerKeepsItsJobsInTheQuartzSchemaAndFiresThem() throws Exception {
        CountDownLatch fired = new CountDownLatch(1);
        SchedulerFactoryBean first = scheduler(fired);
        Scheduler scheduler = Objects.requireNonNull(first.getObject());
        scheduler.scheduleJob(
                JobBuilder.newJob(Release.class)
                        .withIdentity("nightly")
                        .storeDurably()
                        .usingJobData("zone", "Asia/Amman")
                        .build(),
                TriggerBuilder.newTrigger()
                        .withIdentity("at-night")
                        .withSchedule(CronScheduleBuilder.cronSchedule("0 30 2 * * ?")
                                .withMisfireHandlingInstructionFireAndProceed())
                        .build());
        first.destroy();
        assertThat(count("SELECT COUNT(*) FROM quartz.QRTZ_CRON_TRIGGERS")).isEqualTo(1);

        SchedulerFactoryBean second = scheduler(fired);
        scheduler = Objects.requireNonNull(second.getObject());
        try {
            assertThat(scheduler.checkExists(TriggerKey.triggerKey("at-night"))).isTrue();
            scheduler.start();
            scheduler.triggerJob(JobKey.jobKey("nightly"));

            assertThat(fired.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            second.destroy();
        }
    }

    /** Says that it was fired, if its stored data came back. */
    public static final class Release implements org.quartz.Job {
        @Override
        public void execute(JobExecutionContext context) {
            try {
                assertThat(context.getMergedJobDataMap().getString("zone")).isEqualTo("Asia/Amman");
                CountDownLatch fired =
                        (CountDownLatch) context.getScheduler().getContext().get("fired");
                Objects.requireNonNull(fired).countDown();
            } catch (SchedulerException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private SchedulerFactoryBean scheduler(CountDownLatch fired) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("org.quartz.jobStore.tablePrefix", "quartz.QRTZ_");
        properties.setProperty("org.quartz.jobStore.driverDelegateClass", quartzDelegate());
        properties.setProperty("org.quartz.threadPool.threadCount", "1");
        SchedulerFactoryBean factory = new SchedulerFactoryBean();
        factory.setSchedulerName("qfsync");
        factory.setDataSource(database.dataSource());
        factory.setQuartzProperties(properties);
        factory.setSchedulerContextAsMap(Map.of("fired", fired));
        factory.setWaitForJobsToCompleteOnShutdown(true);
        factory.afterPropertiesSet();
        return factory;
    }

    private long count(String query) {
        return jdbc.sql(query).query(Long.class).single();
    }
}
