package org.qfsync.schedule;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Properties;
import java.util.UUID;
import javax.sql.DataSource;
import org.qfsync.job.Nights;
import org.qfsync.job.RunAudit;
import org.qfsync.job.Runs;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.impl.jdbcjobstore.StdJDBCDelegate;
import org.quartz.simpl.SimpleThreadPool;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Makes the schedule, on Quartz with its job store in our database. Only the daemon starts it: a one-shot command must not
 * join the scheduler, it may only store what the daemon then finds.
 */
@Configuration(proxyBeanMethods = false)
public class ScheduleConfiguration {
    /** In the job store: what one daemon leaves behind, the next one of that name finds. */
    private static final String NAME = "qfsync";

    @Bean(destroyMethod = "close")
    @Lazy
    NightSchedule nightSchedule(
            Scheduler scheduler, Runs runs, Nights nights, NightJob.Care care, ScheduleControl control)
            throws SchedulerException {
        scheduler.setJobFactory((fired, any) -> new NightJob(runs, nights, care, control));
        return new NightSchedule(scheduler, nights, runs);
    }

    @Bean
    @Lazy
    NightJob.Care nightCare(RetryProperties properties, Nights nights, Clock clock) {
        return new NightJob.Care(new Retries(properties, nights, clock), clock);
    }

    @Bean
    @Lazy
    ScheduleControl scheduleControl(
            JdbcClient jdbc, Nights nights, RunAudit audit, ObjectProvider<Scheduler> scheduler, Clock clock) {
        return new ScheduleControl(jdbc, nights, audit, scheduler::getObject, clock);
    }

    /** Fires nothing before it is started; until then it only reads and writes what is stored. */
    @Bean(destroyMethod = "shutdown")
    @Lazy
    Scheduler scheduler(DataSource database) throws SchedulerException, SQLException {
        // Quartz finds connections by a name in a registry of the whole JVM.
        String connections = "qfsync-" + UUID.randomUUID();
        DBConnectionManager.getInstance().addConnectionProvider(connections, new OurConnections(database));
        boolean postgres = isPostgres(database);
        Properties properties = new Properties();
        properties.setProperty(StdSchedulerFactory.PROP_SCHED_INSTANCE_NAME, NAME);
        properties.setProperty(StdSchedulerFactory.PROP_SCHED_INSTANCE_ID, postgres ? "AUTO" : "sole");
        properties.setProperty(StdSchedulerFactory.PROP_THREAD_POOL_CLASS, SimpleThreadPool.class.getName());
        properties.setProperty("org.quartz.threadPool.threadCount", "1");
        properties.setProperty(StdSchedulerFactory.PROP_JOB_STORE_CLASS, JobStoreTX.class.getName());
        properties.setProperty("org.quartz.jobStore.dataSource", connections);
        properties.setProperty("org.quartz.jobStore.tablePrefix", "quartz.QRTZ_");
        properties.setProperty(
                "org.quartz.jobStore.driverDelegateClass",
                postgres ? PostgreSQLDelegate.class.getName() : StdJDBCDelegate.class.getName());
        // Job data as text: nothing serialized that a later version could not read.
        properties.setProperty("org.quartz.jobStore.useProperties", "true");
        // A second daemon on the same PostgreSQL database takes turns with the first; an H2 file has one owner.
        properties.setProperty("org.quartz.jobStore.isClustered", String.valueOf(postgres));
        return new StdSchedulerFactory(properties).getScheduler();
    }

    private static boolean isPostgres(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
        }
    }

    /** Lends Quartz the connections of our pool; the pool outlives it. */
    private record OurConnections(DataSource dataSource) implements ConnectionProvider {
        @Override
        public Connection getConnection() throws SQLException {
            return dataSource.getConnection();
        }

        @Override
        public void initialize() {}

        @Override
        public void shutdown() {}
    }
}
